// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.DeviceNumber;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The processes that a procfs shows. May be used by any thread. */
public final class ProcessTable {
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
        List<HeldBuffers> processes = new ArrayList<>();
        List<Integer> pids = pids();
        ProcessReader reader = new ProcessReader(root, namespace);
        for (int pid : pids) {
            reader.read(pid).ifPresent(processes::add);
        }
        Optional<DeviceNumber> device = bufferDevice(processes);
        List<ReadProblem> problems = processes.stream()
                .flatMap(process -> process.problems().stream())
                .toList();
        return new ProcessReading(
                processes.stream()
                        .map(process -> process.withoutOtherFiles(device))
                        .toList(),
                pids.size() - processes.size(),
                ProcfsScope.of(pids, namespace, problems));
    }

    private List<Integer> pids() throws DmaBufException {
        List<String> names = ProcessReader.FILES
                .names(root)
                .orElseThrow(() -> new DmaBufException("readdir", root.toString(), LibC.ENOENT(), "it has gone"));
        return names.stream()
                .filter(name -> name.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .sorted()
                .toList();
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
