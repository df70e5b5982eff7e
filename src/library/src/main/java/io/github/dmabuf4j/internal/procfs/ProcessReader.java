// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.internal.sys.FileBytes;
import io.github.dmabuf4j.internal.sys.NumberedEntries;
import io.github.dmabuf4j.internal.sys.PidNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads which buffers a process holds. Serves one reading of all processes, in one thread.
 *
 * <p>Most processes hold none. The {@code stat} of one takes the kernel 18 thousand instructions (Linux 7.3), so it is read only
 * where it matters: of a process that holds a buffer, that shows no descriptors, or of which something could not be read.
 */
final class ProcessReader {
    private final int root;
    private final String rootPath;
    private final ThreadTables tables;
    private final MappingReader mappings;
    private final DescriptorReader descriptors = new DescriptorReader();
    private final NumberedEntries threads = new NumberedEntries(ProcessTable.MOST_DIGITS);
    private final FileBytes file = new FileBytes();

    /**
     * For the processes of a procfs.
     *
     * @param root its open directory
     * @param rootPath the path of that
     * @param bufferDevice the file system of all buffers; empty if it is not known
     */
    ProcessReader(int root, String rootPath, PidNamespace namespace, Optional<DeviceNumber> bufferDevice) {
        this.root = root;
        this.rootPath = rootPath;
        this.mappings = new MappingReader(bufferDevice);
        this.tables = new ThreadTables(namespace.isOfReader(), descriptors);
    }

    private interface Reading<T> {
        T read() throws DmaBufException;
    }

    /** What a process has, as far as the directory of one of its threads shows it. */
    private final class Look {
        private final ProcessDirectory process;
        private final ProcessDirectory visible;
        private final List<ReadProblem> problems = new ArrayList<>(0);
        private final Part<OpenBuffer> open;
        private List<OpenBuffer> ofThreads = List.of();

        /** Null until it was read. */
        private @Nullable Part<MappedBuffer> mapped;

        Look(ProcessDirectory process, ProcessDirectory visible) {
            this.process = process;
            this.visible = visible;
            this.open = readable(() -> descriptors.read(visible, problems), Part.empty());
        }

        /** Reads a part, which can be readable without the others. Notes a problem and returns nothing of it if it is not. */
        private <T> T readable(Reading<T> part, T nothing) {
            try {
                return part.read();
            } catch (DmaBufException failure) {
                problems.add(ReadProblem.of(failure));
                return nothing;
            }
        }

        boolean hasDescriptors() {
            return !open.isEmpty();
        }

        /** Reads all but the descriptors. */
        Part<MappedBuffer> readRest() {
            // What was refused once would be refused for each thread.
            if (!hasRefusal() && process.mayHaveThreads()) {
                ofThreads = readable(() -> tables.read(process, visible, problems), List.of());
            }
            Part<MappedBuffer> read = readable(() -> mappings.read(visible, problems), Part.empty());
            mapped = read;
            return read;
        }

        private boolean hasRefusal() {
            for (ReadProblem problem : problems) {
                if (problem.isRefusal()) {
                    return true;
                }
            }
            return false;
        }

        /** Whether it was read, and has no buffer. */
        boolean holdsNothing(Part<MappedBuffer> map) {
            return problems.isEmpty()
                    && open.buffers().isEmpty()
                    && ofThreads.isEmpty()
                    && !map.isGone()
                    && map.buffers().isEmpty();
        }

        /** Empty if the process has ended. */
        Optional<HeldBuffers> held(ProcessStat stat, List<ReadProblem> before) {
            Part<MappedBuffer> map = mapped == null ? readRest() : mapped;
            return open.isGone() || map.isGone()
                    ? Optional.empty()
                    : Optional.of(new HeldBuffers(
                            process.number(),
                            stat.command(),
                            stat.startTicks(),
                            visible.path(),
                            joined(open.buffers(), ofThreads),
                            map.buffers(),
                            joined(before, problems)));
        }

        private static <T> List<T> joined(List<T> first, List<T> second) {
            if (first.isEmpty() || second.isEmpty()) {
                return first.isEmpty() ? second : first;
            }
            List<T> all = new ArrayList<>(first);
            all.addAll(second);
            return all;
        }
    }

    /** Reads a process. Empty if it has ended, at whatever point of the reading. */
    Optional<HeldBuffers> read(int pid) {
        ProcessDirectory process = new ProcessDirectory(root, rootPath, pid);
        Look look = new Look(process, process);
        if (look.hasDescriptors() && look.holdsNothing(look.readRest())) {
            return Optional.of(HeldBuffers.none(process, ProcessStat.UNKNOWN, List.of()));
        }
        try {
            return withStat(process, look);
        } catch (DmaBufException failure) {
            List<ReadProblem> problems = List.of(ReadProblem.of(failure));
            return Optional.of(HeldBuffers.none(process, ProcessStat.UNKNOWN, problems));
        }
    }

    private Optional<HeldBuffers> withStat(ProcessDirectory process, Look look) throws DmaBufException {
        if (!process.readRecord(ProcessDirectory.STAT, file)) {
            return Optional.empty();
        }
        Optional<ProcessStat> parsed = ProcessStat.parse(file.array(), file.length());
        ProcessStat stat = parsed.orElse(ProcessStat.UNKNOWN);
        if (stat.kernelThread()) {
            return Optional.of(HeldBuffers.none(process, stat, List.of()));
        }
        if (stat.firstThreadEnded()) {
            return ofAnotherThread(process, stat);
        }
        // If it makes no sense: what the process holds is in other files.
        return look.held(stat, parsed.isPresent() ? List.of() : List.of(garbled(process)));
    }

    private static ReadProblem garbled(ProcessDirectory process) {
        String path = process.path(ProcessDirectory.STAT);
        return ReadProblem.of(new DmaBufException("read", path, 0, "it makes no sense"));
    }

    /**
     * By another thread's directory, which shows what the process has when its first thread has ended. If there is none, the
     * process has ended and waits for its parent.
     */
    private Optional<HeldBuffers> ofAnotherThread(ProcessDirectory process, ProcessStat stat) throws DmaBufException {
        if (process.list(ProcessDirectory.TASK, threads)) {
            for (int i = 0; i < threads.count(); i++) {
                if (threads.get(i) != process.number()) {
                    // Each thread has such a directory of its own, which no listing shows.
                    ProcessDirectory visible = new ProcessDirectory(root, rootPath, threads.get(i));
                    return new Look(process, visible).held(stat, List.of());
                }
            }
        }
        return Optional.of(HeldBuffers.none(process, stat, List.of()));
    }
}
