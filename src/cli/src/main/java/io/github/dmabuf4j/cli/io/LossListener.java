// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.SampleListener;
import java.util.function.Consumer;

/** Passes samples on to a listener, and reports a lost class ({@link LostClass}): later samples may fail too. */
public final class LossListener implements SampleListener {
    private final SampleListener listener;
    private final Consumer<LinkageError> losses;

    /**
     * Creates a listener before another one.
     *
     * @param losses takes each such error, on the sampler's thread, before the listener hears of the sample
     */
    public LossListener(SampleListener listener, Consumer<LinkageError> losses) {
        this.listener = listener;
        this.losses = losses;
    }

    @Override
    public void sampled(Sample sample) {
        try {
            listener.sampled(sample);
        } catch (LinkageError error) {
            losses.accept(error);
            throw error;
        }
    }

    @Override
    public void failed(String reason, DmaBufException failure) {
        LostClass.behind(failure).ifPresent(losses);
        try {
            listener.failed(reason, failure);
        } catch (LinkageError error) {
            losses.accept(error);
            throw error;
        }
    }
}
