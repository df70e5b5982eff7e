// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import org.slf4j.LoggerFactory;

/** Takes the samples of a {@link Sampler}, one after the other, on the sampler's thread. */
@FunctionalInterface
public interface SampleListener {
    /**
     * Takes a sample. What this method throws is logged and does not end the sampler.
     *
     * @param sample the snapshot, and why it was taken
     */
    void sampled(Sample sample);

    /**
     * Takes the failure of a sample. Logs it unless overridden. The sampler goes on.
     *
     * @param reason why the sample was to be taken; {@code wait} for a {@link LinkageError} while none was due
     * @param failure what went wrong. For an error of Java, such as {@code OutOfMemoryError}, its cause is that error and its
     *     errno is 0. A {@link LinkageError}, such as {@code NoClassDefFoundError}, comes again at each sample that needs that class,
     *     until the program is started again
     */
    default void failed(String reason, DmaBufException failure) {
        LoggerFactory.getLogger(Sampler.class)
                .error("no sample for {}: {}", TerminalEscape.of(reason), failure.getMessage());
    }
}
