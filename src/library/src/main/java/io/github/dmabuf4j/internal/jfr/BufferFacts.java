// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

/** What events report of a buffer. */
public interface BufferFacts {
    /** Returns the heap that the buffer is from, or how else this process got it. */
    String origin();

    /** Returns its size in bytes. */
    long size();

    /** Returns its inode; 0 where it is not known. Asks the kernel if need be: the caller holds the descriptor. */
    long knownInode();
}
