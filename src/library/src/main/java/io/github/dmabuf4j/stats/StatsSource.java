// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import java.util.Set;

/**
 * A place where the kernel reports buffers. Each source reports other things: {@link SourceReading#capabilities}.
 * An implementation must allow calls by any thread.
 */
public interface StatsSource extends AutoCloseable {
    /**
     * The name of this source.
     *
     * @return {@code bpf}, {@code sysfs}, {@code debugfs} or {@code procfs}; a source of your own has another name
     */
    String name();

    /**
     * Reads the buffers. A reading is not atomic: buffers and processes come and go meanwhile. That is not an error.
     *
     * @return what the source reports now, and what could not be read
     * @throws DmaBufException if the whole source cannot be read
     */
    SourceReading read() throws DmaBufException;

    /**
     * Lists the buffers there are now, in the cheapest way that the source has.
     *
     * @return their inodes
     * @throws DmaBufException if the whole source cannot be read
     */
    Set<Long> inodes() throws DmaBufException;

    /**
     * Frees what the source holds in the kernel. Most hold nothing. Further calls do nothing.
     */
    @Override
    default void close() {}
}
