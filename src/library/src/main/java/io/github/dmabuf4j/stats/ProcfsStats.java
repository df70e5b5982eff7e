// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.procfs.HeldBuffers;
import io.github.dmabuf4j.internal.procfs.ProcessReading;
import io.github.dmabuf4j.internal.procfs.ProcessTable;
import io.github.dmabuf4j.internal.procfs.ProcfsScope;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import io.github.dmabuf4j.internal.sys.Sys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The buffers that processes hold, by what procfs shows of each process: {@code fd}, {@code fdinfo} and {@code maps}.
 * Needs Linux 5.3 or later, and no option of the kernel's configuration.
 *
 * <p>This source reports who holds a buffer, its size, exporter, name and number of references. It does not report buffers
 * that no process holds: those that only devices use, and those on their way through a socket. Of a buffer that is mapped
 * and not open it reports the size only if the reader has {@code CAP_SYS_ADMIN}, and never the exporter.
 *
 * <p>Processes of other users cannot be read without {@code CAP_SYS_PTRACE}. A procfs that was mounted in the pid namespace
 * of a container does not show the processes outside of it. A reading has {@link StatsCapability#ALL_HOLDERS} only if it saw
 * all processes of the machine. Otherwise its notes report what was missing.
 *
 * <p>An object holds nothing open and may be used by any thread.
 */
public final class ProcfsStats implements StatsSource {
    static {
        NativeAccess.check();
    }

    /** Where procfs is mounted. */
    public static final Path DEFAULT_ROOT = Path.of("/proc");

    private static final Set<StatsCapability> CAPABILITIES = EnumSet.of(
            StatsCapability.SIZE_AND_EXPORTER,
            StatsCapability.NAME,
            StatsCapability.REFERENCES,
            StatsCapability.HOLDERS);

    private final ProcessTable processes;

    private ProcfsStats(Path root) {
        this.processes = new ProcessTable(root);
    }

    /**
     * Opens {@code /proc}: the processes of the pid namespace that it was mounted in. Outside of containers these are all
     * processes of this machine.
     *
     * @return the view
     * @throws UnsupportedKernelException if procfs is not mounted (ENOENT)
     * @throws DmaBufException if it cannot be opened for another reason: EACCES, EMFILE, ENOMEM
     */
    public static ProcfsStats open() throws DmaBufException {
        return open(DEFAULT_ROOT);
    }

    /**
     * Opens the processes in a directory: of another root file system, or made by hand for a test.
     *
     * @param root where procfs is mounted
     * @return the view
     * @throws UnsupportedKernelException if it is not mounted there (ENOENT, ENOTDIR)
     * @throws DmaBufException if it cannot be opened for another reason: EACCES, EMFILE, ENOMEM
     */
    public static ProcfsStats open(Path root) throws DmaBufException {
        int fd = Sys.open(root.resolve("stat").toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        if (fd < 0) {
            throw openFailure(root.toString(), -fd);
        }
        Sys.close(fd);
        return new ProcfsStats(root);
    }

    private static DmaBufException openFailure(String root, int errno) {
        if (errno == LibC.ENOENT() || errno == LibC.ENOTDIR()) {
            String advice = "no procfs is mounted there: mount -t proc proc " + root;
            return new UnsupportedKernelException("open", root, errno, advice);
        }
        return new DmaBufException("open", root, errno);
    }

    @Override
    public String name() {
        return "procfs";
    }

    @Override
    public SourceReading read() throws DmaBufException {
        ProcessReading reading = processes.read();
        List<Unreadable> unreadable = new ArrayList<>();
        for (HeldBuffers process : reading.processes()) {
            ProcfsNotes.unreadable(process).ifPresent(unreadable::add);
        }
        return new SourceReading(
                capabilities(reading.scope()),
                ProcfsBuffers.of(reading.processes()),
                reading.ended(),
                unreadable,
                ProcfsNotes.of(reading.scope()));
    }

    @Override
    public Set<Long> inodes() throws DmaBufException {
        return read().buffers().stream().map(BufferInfo::inode).collect(Collectors.toSet());
    }

    private static Set<StatsCapability> capabilities(ProcfsScope scope) {
        Set<StatsCapability> capabilities = EnumSet.copyOf(CAPABILITIES);
        if (scope.isWholeMachine()) {
            capabilities.add(StatsCapability.ALL_HOLDERS);
        }
        return capabilities;
    }
}
