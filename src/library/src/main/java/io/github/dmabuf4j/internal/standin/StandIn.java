// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.standin;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Machine;
import io.github.dmabuf4j.internal.sys.Memfd;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Sys;

/**
 * A file in memory (memfd) that stands in for a DMA-BUF in unit tests. The library adopts one in the place of a DMA-BUF only in a
 * process that has called {@link #allow}: a peer that sends a file cannot pass it off as a buffer elsewhere.
 */
public final class StandIn {
    private static final String NAME = "dmabuf4j-testing";
    private static final String LINK = "/memfd:" + NAME + " (deleted)";

    /** Of a fixed size, as a DMA-BUF is. */
    private static final int SEALS = LibC.F_SEAL_SHRINK() | LibC.F_SEAL_GROW() | LibC.F_SEAL_SEAL();

    private static volatile boolean allowed;

    private StandIn() {}

    /** Allows stand-ins in this process, for good. */
    public static void allow() {
        allowed = true;
    }

    /**
     * Creates one of zeroed memory.
     *
     * @param bytes at least 1; rounded up to whole pages
     * @return its descriptor, closed by exec, or the negative errno: ENOMEM where it is more than the machine's memory
     */
    public static int create(long bytes) {
        return bytes > Machine.memoryBytes()
                ? -LibC.ENOMEM()
                : Memfd.create(NAME, Machine.roundUpToPages(bytes), SEALS);
    }

    /** Whether the descriptor is one, and they are allowed. */
    public static boolean is(int fd) {
        return allowed && OpenFiles.link(fd).equals(LINK) && Sys.fcntl(fd, LibC.F_GET_SEALS(), 0) == SEALS;
    }

    /** Closes one that was not adopted. */
    public static void close(int fd) {
        Sys.close(fd);
    }
}
