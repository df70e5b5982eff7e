// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import io.github.dmabuf4j.internal.stack.CodeNames.Code;
import io.github.dmabuf4j.internal.sys.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The functions that a program has compiled while it runs, as it says in {@code /tmp/perf-PID.map}: a JVM writes one when {@code jcmd PID
 * Compiler.perfmap} asks for it.
 *
 * @param inode of the file, and its size: both stay as they are while nobody writes a new one
 */
record PerfMap(Object inode, Object size, CodeNames names) {
    private static final int HEXADECIMAL = 16;
    private static final long LARGEST = 32 << 20;

    /** Address, size, name; a JVM's numbers begin with 0x. */
    private static final Pattern LINE = Pattern.compile("(?:0x)?([0-9a-f]{1,16}) (?:0x)?([0-9a-f]{1,16}) (.+)");

    private static final PerfMap NONE = new PerfMap("", "", CodeNames.NONE);

    /**
     * Reads that of a process, if it has changed. It counts only if it belongs to the process's user or root, as for {@code perf}: in
     * /tmp everybody can make one.
     *
     * @param process the directory of the process in procfs
     * @param number the process's number in its own pid namespace
     * @param user the process's effective user
     */
    static PerfMap read(Path process, String number, int user, Optional<PerfMap> known) {
        Path path = process.resolve("root/tmp/perf-" + number + ".map");
        try {
            Map<String, Object> file =
                    Files.readAttributes(path, "unix:isRegularFile,uid,ino,size", LinkOption.NOFOLLOW_LINKS);
            Object owner = of(file, "uid");
            boolean isTrusted = of(file, "isRegularFile").equals(true) && (owner.equals(user) || owner.equals(0));
            if (!isTrusted || (long) of(file, "size") > LARGEST) {
                return NONE;
            }
            return known.filter(map -> map.isOf(file)).orElseGet(() -> read(path, file));
        } catch (IOException missing) {
            return NONE;
        }
    }

    private boolean isOf(Map<String, Object> file) {
        return inode.equals(of(file, "ino")) && size.equals(of(file, "size"));
    }

    private static Object of(Map<String, Object> file, String attribute) {
        return Objects.requireNonNull(file.get(attribute));
    }

    private static PerfMap read(Path path, Map<String, Object> file) {
        return new PerfMap(
                of(file, "ino"),
                of(file, "size"),
                parse(KernelFile.readAll(path.toString()).text()));
    }

    static CodeNames parse(String text) {
        List<Code> all = text.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(form -> new Code(
                        Long.parseUnsignedLong(form.group(1), HEXADECIMAL),
                        Long.parseUnsignedLong(form.group(2), HEXADECIMAL),
                        form.group(3)))
                .toList();
        return new CodeNames(all);
    }
}
