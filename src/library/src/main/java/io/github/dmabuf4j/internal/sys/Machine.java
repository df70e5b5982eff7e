// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;

/** The sizes of the machine that bound a buffer. */
public final class Machine {
    private static final long PAGE_BYTES = Sys.sysconf(LibC._SC_PAGESIZE());
    private static final long MEMORY_BYTES = Sys.sysconf(LibC._SC_PHYS_PAGES()) * PAGE_BYTES;

    private Machine() {}

    /** Bytes in a page. */
    public static long pageBytes() {
        return PAGE_BYTES;
    }

    /** Bytes of memory that the kernel manages. */
    public static long memoryBytes() {
        return MEMORY_BYTES;
    }

    /** {@code bytes} rounded up to whole pages; bytes must be at least a page below {@link Long#MAX_VALUE}. */
    public static long roundUpToPages(long bytes) {
        return Math.addExact(bytes, PAGE_BYTES - 1) & -PAGE_BYTES;
    }

    /** {@code bytes} rounded down to whole pages. */
    public static long roundDownToPages(long bytes) {
        return bytes & -PAGE_BYTES;
    }
}
