// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import java.util.Optional;

/** A place where the kernel reports buffers. It is asked about one of them. */
public interface Statistics extends AutoCloseable {
    /** The name of the place where the values of an open buffer are. */
    String name();

    /** The name of the place where a buffer is listed that is only mapped. */
    default String mappings() {
        return name();
    }

    /** The names of all places where a buffer can be listed. */
    default String places() {
        return name();
    }

    /** Whether it lists every buffer of the machine, so that a buffer that is not listed is freed. */
    boolean listsAllBuffers();

    /** Returns what it reports of an open buffer; empty if it does not list the buffer. */
    Optional<Reported> of(DmaBuf buffer) throws DmaBufException;

    boolean lists(long inode) throws DmaBufException;

    /** Frees what it holds in the kernel. Most hold nothing. */
    @Override
    default void close() {}

    /** What it reports of a buffer, as text. */
    record Reported(String exporter, String size) {}
}
