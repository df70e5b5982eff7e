// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import io.github.dmabuf4j.internal.stack.CodeNames.Code;
import io.github.dmabuf4j.internal.sys.FileBytes;
import io.github.dmabuf4j.internal.sys.FileVersion;
import io.github.dmabuf4j.internal.sys.ForeignFile;
import io.github.dmabuf4j.internal.sys.KernelText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The functions that a program has compiled while it runs, as it says in {@code /tmp/perf-PID.map}: a JVM writes one when {@code jcmd PID
 * Compiler.perfmap} asks for it.
 *
 * @param version the file; empty if there is none that counts
 */
record PerfMap(Optional<FileVersion> version, CodeNames names) {
    private static final int HEXADECIMAL = 16;

    /** The largest file that is read. */
    static final int LARGEST = 32 << 20;

    /** What comes after so many functions has no names. */
    static final int MOST = 200_000;

    /** A longer line is cut. The numbers and a name that is not cut take less, at 3 bytes for each UTF-16 unit. */
    private static final int LONGEST_LINE = 2000;

    /** Address, size, name; a JVM's numbers begin with 0x. */
    private static final Pattern LINE =
            Pattern.compile("(?:0x)?([0-9a-f]{1,16}) (?:0x)?([0-9a-f]{1,16}) (.+)", Pattern.DOTALL);

    static final PerfMap NONE = new PerfMap(Optional.empty(), CodeNames.NONE);

    /**
     * Reads that of a process, if it has changed. It counts only if it belongs to the process's user or root, as for {@code perf}: in
     * /tmp everybody can make one. No link is followed: the process chooses its root directory, and what is in it.
     *
     * @param process the directory of the process in procfs
     * @param number the process's number in its own pid namespace
     * @param user the process's effective user
     */
    static PerfMap read(Path process, String number, int user, Optional<PerfMap> known) {
        try (ForeignFile file = new ForeignFile()) {
            int found = file.find(process.resolve("root/tmp").toString(), "perf-" + number + ".map");
            boolean isTrusted = found == 0 && (file.owner() == user || file.owner() == 0);
            if (!isTrusted || file.version().size() > LARGEST) {
                return NONE;
            }
            Optional<FileVersion> version = Optional.of(file.version());
            return known.filter(map -> map.version.equals(version)).orElseGet(() -> read(file));
        }
    }

    private static PerfMap read(ForeignFile file) {
        FileBytes bytes = new FileBytes();
        boolean isRead = file.open() == 0 && file.readAll(bytes, LARGEST) == 0;
        return isRead ? new PerfMap(Optional.of(file.version()), parse(bytes.array(), bytes.length())) : NONE;
    }

    /** Lines end with a line feed alone. */
    private static CodeNames parse(byte[] text, int length) {
        List<Code> all = new ArrayList<>();
        int start = 0;
        while (start < length && all.size() < MOST) {
            int end = start;
            while (end < length && text[end] != '\n') {
                end++;
            }
            parse(KernelText.decode(text, start, Math.min(end - start, LONGEST_LINE)))
                    .ifPresent(all::add);
            start = end + 1;
        }
        return new CodeNames(all);
    }

    private static Optional<Code> parse(String line) {
        Matcher form = LINE.matcher(line);
        return form.matches()
                ? Optional.of(new Code(
                        Long.parseUnsignedLong(form.group(1), HEXADECIMAL),
                        Long.parseUnsignedLong(form.group(2), HEXADECIMAL),
                        FrameName.cut(form.group(3))))
                : Optional.empty();
    }
}
