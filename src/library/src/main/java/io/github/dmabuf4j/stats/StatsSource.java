// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import java.util.Set;

/**
 * A place where the kernel tells of buffers. Each tells something else: {@link SourceReading#capabilities} says what.
 * Implementations may be used by any thread.
 */
public interface StatsSource {
    /**
     * The source's name.
     *
     * @return {@code sysfs}, {@code debugfs} or {@code procfs}
     */
    String name();

    /**
     * Reads the buffers. It is no atomic view: buffers and processes come and go meanwhile, which never fails it.
     *
     * @return what the source tells now, with what could not be read
     * @throws DmaBufException when the source as a whole cannot be read
     */
    SourceReading read() throws DmaBufException;

    /**
     * Which buffers there are now, in the cheapest way that the source has.
     *
     * @return their inodes
     * @throws DmaBufException when the source as a whole cannot be read
     */
    Set<Long> inodes() throws DmaBufException;
}
