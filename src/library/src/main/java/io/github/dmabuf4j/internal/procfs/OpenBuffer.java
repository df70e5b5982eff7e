// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor of a buffer, as {@code /proc/<pid>/fdinfo/<fd>} describes it.
 *
 * @param fd the descriptor's number
 * @param inode unsigned 64 bits
 * @param size bytes; empty if it was not understood
 * @param references how many references the buffer's file has; empty if that was not understood
 * @param exporter who allocated the buffer; empty if that was not understood
 * @param name what a program called the buffer; empty if it has no name
 */
public record OpenBuffer(
        int fd,
        long inode,
        OptionalLong size,
        OptionalLong references,
        Optional<String> exporter,
        Optional<String> name) {

    /**
     * Reads what procfs shows of a descriptor.
     *
     * @param fd its number
     * @param lines of the file
     * @param links the open directory with the descriptor's link
     * @param problems takes what was not understood, a clause each
     * @return the buffer; null if the descriptor is not of a buffer, whatever its link says: a file may be named as buffers
     *     are
     */
    public static @Nullable OpenBuffer parse(int fd, BufferLines lines, int links, List<ReadProblem> problems) {
        if (!lines.areOfBuffer()) {
            return null;
        }
        OptionalLong inode = lines.hasInode() ? lines.inode() : FileIdentity.inode(links, fd);
        if (inode.isEmpty()) {
            problems.add(ReadProblem.notUnderstood("the inode of fd " + fd + " makes no sense"));
            return null;
        }
        OptionalLong size = lines.size();
        OptionalLong count = lines.count();
        Optional<String> exporter = lines.exporter();
        if (size.isEmpty() || count.isEmpty() || exporter.isEmpty()) {
            problems.add(ReadProblem.notUnderstood("size, count or exporter of fd " + fd + " make no sense"));
        }
        return new OpenBuffer(fd, inode.getAsLong(), size, count, exporter, lines.name());
    }
}
