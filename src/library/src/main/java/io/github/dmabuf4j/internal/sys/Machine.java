// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;

/** The sizes of this machine that limit the size of a buffer. */
public final class Machine {
    private static final long PAGE_BYTES = Sys.sysconf(LibC._SC_PAGESIZE());
    private static final long MEMORY_BYTES = Sys.sysconf(LibC._SC_PHYS_PAGES()) * PAGE_BYTES;

    private Machine() {}

    /** Returns the size of a page in bytes. */
    public static long pageBytes() {
        return PAGE_BYTES;
    }

    /** Returns the size of the memory that the kernel manages, in bytes. */
    public static long memoryBytes() {
        return MEMORY_BYTES;
    }

    /** Rounds up to whole pages; {@code bytes} must be at least a page below {@link Long#MAX_VALUE}. */
    public static long roundUpToPages(long bytes) {
        return Math.addExact(bytes, PAGE_BYTES - 1) & -PAGE_BYTES;
    }

    /** Rounds down to whole pages. */
    public static long roundDownToPages(long bytes) {
        return bytes & -PAGE_BYTES;
    }
}
