// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.internal.sys.NumberedEntries;
import io.github.dmabuf4j.internal.sys.PidNamespace;
import io.github.dmabuf4j.internal.sys.Sys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The processes that a procfs shows. May be used by any thread. */
public final class ProcessTable {
    /** Of the number of a process or thread. */
    static final int MOST_DIGITS = 9;

    private final Path root;
    private final PidNamespace namespace;

    /** The file system of all buffers, which is the same from boot to shutdown; null until a buffer was seen. */
    private volatile @Nullable DeviceNumber bufferDevice;

    /**
     * The processes of a procfs.
     *
     * @param root where it is mounted
     */
    public ProcessTable(Path root) {
        this.root = root;
        this.namespace = new PidNamespace(root);
    }

    /**
     * Reads which buffers the processes hold.
     *
     * @return what was seen
     * @throws DmaBufException if the processes cannot be listed
     */
    public ProcessReading read() throws DmaBufException {
        int fd = Sys.open(root.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        if (fd < 0) {
            throw failure(fd);
        }
        try {
            return read(fd);
        } finally {
            Sys.close(fd);
        }
    }

    private ProcessReading read(int fd) throws DmaBufException {
        NumberedEntries pids = new NumberedEntries(MOST_DIGITS);
        int result = pids.list(fd);
        if (result < 0) {
            throw failure(result);
        }
        ProcessReader reader = new ProcessReader(fd, root.toString(), namespace, Optional.ofNullable(bufferDevice));
        List<HeldBuffers> processes = new ArrayList<>(pids.count());
        List<ReadProblem> problems = new ArrayList<>();
        for (int i = 0; i < pids.count(); i++) {
            reader.read(pids.get(i)).ifPresent(processes::add);
        }
        for (HeldBuffers process : processes) {
            problems.addAll(process.problems());
        }
        Optional<DeviceNumber> device = bufferDevice(processes);
        processes.replaceAll(process -> process.withoutOtherFiles(device));
        return new ProcessReading(
                processes, pids.count() - processes.size(), ProcfsScope.of(pids.contains(1), namespace, problems));
    }

    private DmaBufException failure(int result) {
        String advice = result == -LibC.ENOENT() ? "it has gone" : "";
        return new DmaBufException("readdir", root.toString(), -result, advice);
    }

    /** Empty as long as no buffer was seen through a link that can be followed. */
    private Optional<DeviceNumber> bufferDevice(List<HeldBuffers> processes) {
        if (bufferDevice == null) {
            bufferDevice =
                    processes.stream().flatMap(HeldBuffers::devices).findFirst().orElse(null);
        }
        return Optional.ofNullable(bufferDevice);
    }
}
