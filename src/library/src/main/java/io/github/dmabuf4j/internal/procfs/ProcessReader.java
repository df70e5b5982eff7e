// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.kernelfs.KernelFiles;
import io.github.dmabuf4j.internal.sys.FdInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads which buffers a process holds. Serves one reading of all processes. */
final class ProcessReader {
    /** Reading a process that ends meanwhile gives one of these. */
    static final KernelFiles FILES = new KernelFiles(Set.of(LibC.ENOENT(), LibC.ESRCH()));

    private final Path root;
    private final ThreadTables threads;

    ProcessReader(Path root, PidNamespace namespace) {
        this.root = root;
        this.threads = new ThreadTables(namespace.isOfReader());
    }

    /** Reads a process. Empty if it has ended, at whatever point of the reading. */
    Optional<HeldBuffers> read(int pid) {
        Path directory = root.resolve(Integer.toString(pid));
        try {
            String file = directory + "/stat";
            Optional<String> text = FILES.text(file);
            return text.isEmpty() ? Optional.empty() : read(directory, pid, file, text.get());
        } catch (DmaBufException failure) {
            List<ReadProblem> problems = List.of(ReadProblem.of(failure));
            return Optional.of(HeldBuffers.none(pid, ProcessStat.UNKNOWN, directory, problems));
        }
    }

    private Optional<HeldBuffers> read(Path directory, int pid, String file, String text) throws DmaBufException {
        List<ReadProblem> problems = new ArrayList<>();
        Optional<ProcessStat> stat = ProcessStat.parse(text);
        if (stat.isEmpty()) {
            // What it holds is in other files.
            DmaBufException garbled = new DmaBufException("read", file, 0, "it makes no sense");
            problems.add(ReadProblem.of(garbled));
        }
        return held(directory, pid, stat.orElse(ProcessStat.UNKNOWN), problems);
    }

    private Optional<HeldBuffers> held(Path directory, int pid, ProcessStat stat, List<ReadProblem> problems)
            throws DmaBufException {
        Optional<Path> shown = stat.firstThreadEnded() ? ofAnotherThread(directory, pid) : Optional.of(directory);
        if (stat.kernelThread() || shown.isEmpty()) {
            return Optional.of(HeldBuffers.none(pid, stat, directory, List.of()));
        }
        Path visible = shown.get();
        // Each of them can be readable without the others.
        Optional<List<OpenBuffer>> open = readable(problems, () -> open(visible, problems));
        // What was refused once would be refused for each thread.
        boolean othersCanHave = stat.threads() > 1 && problems.stream().noneMatch(ReadProblem::isRefusal);
        Optional<List<OpenBuffer>> more = othersCanHave
                ? readable(problems, () -> ofOwnTables(directory, visible, problems))
                : Optional.of(List.of());
        Optional<List<MappedBuffer>> mapped = readable(problems, () -> mapped(visible, problems));
        if (open.isEmpty() || more.isEmpty() || mapped.isEmpty()) {
            return Optional.empty();
        }
        List<OpenBuffer> all =
                Stream.concat(open.get().stream(), more.get().stream()).toList();
        return Optional.of(
                new HeldBuffers(pid, stat.command(), stat.startTicks(), visible, all, mapped.get(), problems));
    }

    private interface Part<T> {
        Optional<List<T>> read() throws DmaBufException;
    }

    /** Reads a part. Notes a problem and returns nothing of it if it cannot be read; empty if the process has ended. */
    private static <T> Optional<List<T>> readable(List<ReadProblem> problems, Part<T> part) {
        try {
            return part.read();
        } catch (DmaBufException failure) {
            problems.add(ReadProblem.of(failure));
            return Optional.of(List.of());
        }
    }

    /**
     * Another thread's directory, which shows what the process has when its first thread has ended. Empty if the process has
     * ended and waits for its parent.
     */
    private Optional<Path> ofAnotherThread(Path directory, int pid) throws DmaBufException {
        List<String> threads = FILES.names(directory.resolve("task")).orElse(List.of());
        String first = Integer.toString(pid);
        // Each thread has such a directory of its own, which no listing shows.
        return threads.stream()
                .filter(thread -> !thread.equals(first))
                .findFirst()
                .map(root::resolve);
    }

    /** The descriptors of the threads that do not share those of the visible one. */
    private Optional<List<OpenBuffer>> ofOwnTables(Path process, Path visible, List<ReadProblem> problems)
            throws DmaBufException {
        List<OpenBuffer> all = new ArrayList<>();
        for (Path thread : threads.withOwnTable(process, visible)) {
            open(thread, problems).ifPresent(all::addAll);
        }
        return Optional.of(all);
    }

    private static Optional<List<OpenBuffer>> open(Path process, List<ReadProblem> problems) throws DmaBufException {
        Optional<List<String>> names = FILES.names(process.resolve("fd"));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        List<OpenBuffer> open = new ArrayList<>();
        for (String name : names.get()) {
            descriptor(process + "/", name, problems).ifPresent(open::add);
        }
        open.sort(Comparator.comparingInt(OpenBuffer::fd));
        return Optional.of(open);
    }

    /** Empty if it is not of a buffer, or was closed meanwhile. */
    private static Optional<OpenBuffer> descriptor(String process, String name, List<ReadProblem> problems)
            throws DmaBufException {
        String link = process + "fd/" + name;
        Optional<String> target = FILES.link(link);
        if (target.isEmpty() || !target.get().startsWith(MappedBuffer.LINK_START)) {
            return Optional.empty();
        }
        Optional<String> text = FILES.text(process + "fdinfo/" + name);
        return text.flatMap(info -> OpenBuffer.parse(
                Integer.parseInt(name),
                new FdInfo(info),
                link,
                problem -> problems.add(ReadProblem.notUnderstood(problem))));
    }

    private static Optional<List<MappedBuffer>> mapped(Path process, List<ReadProblem> problems)
            throws DmaBufException {
        return FILES.text(process + "/maps")
                .map(maps -> MappedBuffer.parseAll(maps, text -> problems.add(ReadProblem.notUnderstood(text))));
    }
}
