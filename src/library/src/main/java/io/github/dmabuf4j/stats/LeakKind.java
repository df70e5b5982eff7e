// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/** What a {@link LeakSubject} is. Of two suspects that are equal otherwise, the one whose kind comes first says more. */
public enum LeakKind {
    /** Buffers that no process holds any more, and whose last process has ended. */
    ENDED_PROCESS,
    /** Buffers that no process holds: the kernel alone has held them for longer than the watch allows. */
    KERNEL_ALONE,
    /** A place in the program that allocates, of the watching JVM itself. */
    ALLOCATION_SITE,
    /** A process that holds buffers. */
    PROCESS,
    /** The name of buffers. */
    NAME,
    /** An exporter of buffers. */
    EXPORTER
}
