// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.KernelText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What procfs shows of one process beside its buffers. What cannot be read, because the process has ended or the reader may not
 * see it, is empty.
 */
public final class ProcessFacts {
    private static final String JVM = "java";

    /** The longest name of a program. Longer ones are cut off. */
    private static final int LONGEST_PROGRAM = 64;

    private final Path directory;

    /**
     * The facts of a process.
     *
     * @param root where procfs is mounted
     */
    public ProcessFacts(Path root, int pid) {
        this.directory = root.resolve(Integer.toString(pid));
    }

    private KernelFile read(String name) {
        return KernelFile.readAll(directory.resolve(name).toString());
    }

    /**
     * Whether the process is still there. What was read before is then of this process, and not of another one that took over its
     * number.
     *
     * @param startTicks when it started, clock ticks after the boot
     */
    public boolean isStillThere(long startTicks) {
        return stat(read("stat").text()).map(ProcessStat::startTicks).equals(Optional.of(startTicks));
    }

    /**
     * Whether the process is certainly gone: there is none with its number, or another one.
     *
     * @param startTicks when it started, clock ticks after the boot
     */
    public boolean isGone(long startTicks) {
        KernelFile stat = read("stat");
        return stat.isRead()
                ? stat(stat.text())
                        .filter(found -> found.startTicks() != startTicks)
                        .isPresent()
                : stat.errno() == LibC.ENOENT() || stat.errno() == LibC.ESRCH();
    }

    /** Its name and its start. */
    public Optional<ProcessStat> stat() {
        return stat(read("stat").text());
    }

    private static Optional<ProcessStat> stat(String text) {
        byte[] bytes = KernelText.tryEncode(text).orElseGet(() -> new byte[0]);
        return ProcessStat.parse(bytes, bytes.length);
    }

    /**
     * How the process has ended, in the form of waitpid(2). Known until its parent has waited for it.
     *
     * @param startTicks when it started, clock ticks after the boot
     * @return the status; empty where the process runs or is gone, and where the reader may not know it
     */
    public OptionalInt exitStatus(long startTicks) {
        String text = read("stat").text();
        boolean ended = stat(text)
                .filter(found -> found.startTicks() == startTicks && found.firstThreadEnded())
                .isPresent();
        return ended ? ExitField.status(text) : OptionalInt.empty();
    }

    /**
     * What a JVM runs, by its command line: the simple name of the main class, or the name of the jar file.
     *
     * @param command the name of the process; a process that is not called java is not asked
     */
    public Optional<String> program(String command) {
        if (!command.equals(JVM)) {
            return Optional.empty();
        }
        return JavaCommandLine.program(List.of(read("cmdline").text().split("\0", -1)))
                .filter(name -> !name.isEmpty())
                .map(ProcessFacts::cut);
    }

    private static String cut(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_PROGRAM
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_PROGRAM));
    }

    /** The path of its control group in the reader's cgroup namespace. */
    public Optional<String> controlGroup() {
        return ControlGroupFile.path(read("cgroup").text());
    }
}
