// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.internal.sys.FdInfo;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
    private static final String INODE = "ino";
    private static final String SIZE = "size";
    private static final String COUNT = "count";
    private static final String EXPORTER = "exp_name";
    private static final String NAME = "\nname:\t";

    /**
     * Reads what procfs shows of a descriptor.
     *
     * @param fd its number
     * @param info the text of the file
     * @param link where its link is
     * @param problems takes what was not understood, a clause each
     * @return the buffer; empty if the descriptor is not of a buffer, whatever its link says: a file may be named as buffers
     *     are
     */
    public static Optional<OpenBuffer> parse(int fd, FdInfo info, String link, Consumer<String> problems) {
        // The name could forge what follows it.
        int end = info.text().indexOf(NAME);
        FdInfo own = new FdInfo(end < 0 ? info.text() : info.text().substring(0, end + 1));
        if (Stream.of(SIZE, COUNT, EXPORTER).noneMatch(own::has)) {
            return Optional.empty();
        }
        Optional<Long> inode = inode(own, link);
        if (inode.isEmpty()) {
            problems.accept("the inode of fd " + fd + " makes no sense");
            return Optional.empty();
        }
        OptionalLong size = number(own, SIZE);
        OptionalLong count = number(own, COUNT);
        Optional<String> exporter = Optional.of(own.value(EXPORTER)).filter(known -> !known.isEmpty());
        if (size.isEmpty() || count.isEmpty() || exporter.isEmpty()) {
            problems.accept("size, count or exporter of fd " + fd + " make no sense");
        }
        return Optional.of(new OpenBuffer(fd, inode.get(), size, count, exporter, name(info.text())));
    }

    private static OptionalLong number(FdInfo info, String key) {
        try {
            long number = Long.parseLong(info.value(key));
            return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (NumberFormatException garbled) {
            return OptionalLong.empty();
        }
    }

    /** By the line that Linux 5.14 added; before, by the link. */
    private static Optional<Long> inode(FdInfo info, String link) {
        if (!info.has(INODE)) {
            return FileIdentity.of(Path.of(link)).map(FileIdentity::inode);
        }
        try {
            return Optional.of(Long.parseUnsignedLong(info.value(INODE)));
        } catch (NumberFormatException garbled) {
            return Optional.empty();
        }
    }

    /** The name comes last and may have several lines. */
    private static Optional<String> name(String text) {
        int start = text.indexOf(NAME);
        if (start < 0) {
            return Optional.empty();
        }
        String name = text.substring(start + NAME.length());
        return Optional.of(name.endsWith("\n") ? name.substring(0, name.length() - 1) : name);
    }
}
