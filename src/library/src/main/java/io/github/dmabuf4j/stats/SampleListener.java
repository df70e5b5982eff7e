// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import org.slf4j.LoggerFactory;

/** Takes what a {@link Sampler} delivers, one after the other, on the sampler's thread. */
@FunctionalInterface
public interface SampleListener {
    /**
     * A sample. What this throws is logged and does not end the sampler.
     *
     * @param sample the snapshot and why it was taken
     */
    void sampled(Sample sample);

    /**
     * A snapshot that could not be taken; logged unless overridden. The sampler goes on.
     *
     * @param reason why it was to be taken
     * @param failure what went wrong; where that was no refusal of the kernel but an error of Java, {@code OutOfMemoryError}
     *     for instance, its cause, with 0 for its errno
     */
    default void failed(String reason, DmaBufException failure) {
        LoggerFactory.getLogger(Sampler.class)
                .error("no sample for {}: {}", TerminalEscape.of(reason), failure.getMessage());
    }
}
