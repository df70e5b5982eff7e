// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.FdInfo;
import io.github.dmabuf4j.internal.sys.KernelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads which buffers a process holds; for one reading of all processes. */
final class ProcessReader {
    /** What reading a process that ends meanwhile gives. */
    private static final Set<Integer> ENDED = Set.of(LibC.ENOENT(), LibC.ESRCH());

    private final Path root;
    private final ThreadTables threads;

    ProcessReader(Path root, PidNamespace namespace) {
        this.root = root;
        this.threads = new ThreadTables(namespace.isOfReader());
    }

    /**
     * Empty where the process has ended, at whatever point of the reading.
     *
     * @throws DmaBufException where it is there and cannot be read
     */
    Optional<HeldBuffers> read(int pid) throws DmaBufException {
        Path folder = root.resolve(Integer.toString(pid));
        String file = folder + "/stat";
        Optional<String> text = text(file);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<ReadProblem> problems = new ArrayList<>();
        Optional<ProcessStat> stat = ProcessStat.parse(text.get());
        if (stat.isEmpty()) {
            // What it holds is in other files.
            DmaBufException garbled = new DmaBufException("read", file, 0, "it makes no sense");
            problems.add(ReadProblem.of(garbled));
        }
        return held(folder, pid, stat.orElse(ProcessStat.UNKNOWN), problems);
    }

    private Optional<HeldBuffers> held(Path folder, int pid, ProcessStat stat, List<ReadProblem> problems)
            throws DmaBufException {
        HoldingProcess process = new HoldingProcess(pid, stat.command(), stat.startTicks());
        Optional<Path> shown = stat.firstThreadEnded() ? ofAnotherThread(folder, pid) : Optional.of(folder);
        if (stat.kernelThread() || shown.isEmpty()) {
            return Optional.of(new HeldBuffers(process, folder, List.of(), List.of(), List.of()));
        }
        Path visible = shown.get();
        // One of them can be readable where the other is not.
        Optional<List<OpenBuffer>> open = readable(problems, () -> open(visible, problems));
        // What was refused once would be for each thread; what was not understood does not matter to them.
        boolean othersCanHave = stat.threads() > 1 && problems.stream().noneMatch(ReadProblem::isRefusal);
        Optional<List<OpenBuffer>> more = othersCanHave
                ? readable(problems, () -> ofOwnTables(folder, visible, problems))
                : Optional.of(List.of());
        Optional<List<MappedBuffer>> mapped = readable(problems, () -> mapped(visible, problems));
        if (open.isEmpty() || more.isEmpty() || mapped.isEmpty()) {
            return Optional.empty();
        }
        List<OpenBuffer> all =
                Stream.concat(open.get().stream(), more.get().stream()).toList();
        return Optional.of(new HeldBuffers(process, visible, all, mapped.get(), problems));
    }

    private interface Part<T> {
        Optional<List<T>> read() throws DmaBufException;
    }

    /** Nothing instead of what cannot be read, with a note of it; empty where the process has ended. */
    private static <T> Optional<List<T>> readable(List<ReadProblem> problems, Part<T> part) {
        try {
            return part.read();
        } catch (DmaBufException failure) {
            problems.add(ReadProblem.of(failure));
            return Optional.of(List.of());
        }
    }

    /** Shows what the process has when its first thread has none of it any more; empty for one that waits for its parent. */
    private Optional<Path> ofAnotherThread(Path folder, int pid) throws DmaBufException {
        List<String> threads = Listing.of(folder.resolve("task")).orElse(List.of());
        String first = Integer.toString(pid);
        // A thread has such a folder of its own, which no listing shows.
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
        Optional<List<String>> names = Listing.of(process.resolve("fd"));
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

    /** Empty where it is of no buffer, or closed since. */
    private static Optional<OpenBuffer> descriptor(String process, String name, List<ReadProblem> problems)
            throws DmaBufException {
        String link = process + "fd/" + name;
        Optional<String> target = textOf("readlink", link, KernelFile.link(link));
        if (target.isEmpty() || !target.get().startsWith(MappedBuffer.LINK_START)) {
            return Optional.empty();
        }
        Optional<String> text = text(process + "fdinfo/" + name);
        return text.flatMap(info -> OpenBuffer.parse(
                Integer.parseInt(name),
                new FdInfo(info),
                link,
                problem -> problems.add(ReadProblem.notUnderstood(problem))));
    }

    private static Optional<List<MappedBuffer>> mapped(Path process, List<ReadProblem> problems)
            throws DmaBufException {
        return text(process + "/maps")
                .map(maps -> MappedBuffer.parseAll(maps, text -> problems.add(ReadProblem.notUnderstood(text))));
    }

    /** A file's text; empty where the process has ended. */
    private static Optional<String> text(String path) throws DmaBufException {
        return textOf("read", path, KernelFile.readAll(path));
    }

    private static Optional<String> textOf(String operation, String path, KernelFile file) throws DmaBufException {
        if (ENDED.contains(file.errno())) {
            return Optional.empty();
        }
        if (!file.isRead()) {
            throw new DmaBufException(operation, path, file.errno());
        }
        return Optional.of(file.text());
    }
}
