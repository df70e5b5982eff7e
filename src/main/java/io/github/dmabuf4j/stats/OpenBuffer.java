// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sys.FdInfo;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A descriptor of a buffer, as {@code /proc/<pid>/fdinfo/<fd>} describes it.
 *
 * @param inode unsigned 64 bits
 * @param references how many there are to its file
 */
record OpenBuffer(int fd, long inode, long size, long references, String exporter, Optional<String> name) {
    private static final String SIZE = "\nsize:";
    private static final String NAME = "\nname:\t";

    /** Empty where the descriptor is of no buffer, whatever its link says: a file may be called as buffers are. */
    static Optional<OpenBuffer> parse(int fd, FdInfo info, Path link) {
        String exporter = info.value("exp_name");
        if (exporter.isEmpty()) {
            return Optional.empty();
        }
        try {
            long size = Long.parseLong(info.value("size"));
            long references = Long.parseLong(info.value("count"));
            return inode(info.text(), link)
                    .map(inode -> new OpenBuffer(fd, inode, size, references, exporter, name(info.text())));
        } catch (NumberFormatException noBuffer) {
            return Optional.empty();
        }
    }

    /** From the lines before the size, which Linux 5.14 added; a name could forge one after it. */
    private static Optional<Long> inode(String text, Path link) {
        String general = text.substring(0, Math.max(0, text.indexOf(SIZE)));
        String inode = new FdInfo(general).value("ino");
        return inode.isEmpty()
                ? FileIdentity.of(link).map(FileIdentity::inode)
                : Optional.of(Long.parseUnsignedLong(inode));
    }

    /** All after its key: the name comes last and may have several lines. */
    private static Optional<String> name(String text) {
        int start = text.indexOf(NAME);
        if (start < 0) {
            return Optional.empty();
        }
        String name = text.substring(start + NAME.length());
        return Optional.of(name.endsWith("\n") ? name.substring(0, name.length() - 1) : name);
    }
}
