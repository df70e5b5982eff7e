// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.DeviceNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that processes hold, by what procfs shows of each process: {@code fd}, {@code fdinfo} and {@code maps}.
 * Linux 5.3 and later; no option of the kernel's configuration is needed.
 *
 * <p>It tells who holds a buffer, its size, exporter, name and count of references. It does not see what no process
 * holds: buffers of devices alone, and descriptors on their way through a socket. Of a buffer that is only mapped it
 * tells the size where the reader has {@code CAP_SYS_ADMIN}, and never the exporter. Processes of other users are
 * unreadable without {@code CAP_SYS_PTRACE}. Threads are taken to share their process's descriptors.
 *
 * <p>An object holds nothing open and may be used by any thread.
 */
public final class ProcfsStats implements StatsSource {
    /** Where procfs is mounted. */
    public static final Path DEFAULT_ROOT = Path.of("/proc");

    private static final Set<Fact> FACTS = EnumSet.of(Fact.SIZE_AND_EXPORTER, Fact.NAME, Fact.REFERENCES, Fact.HOLDERS);

    private final Path root;
    private final ProcessReader reader;

    /** The file system of all buffers, the same from boot to shutdown; null until one was seen. */
    private volatile @Nullable DeviceNumber bufferDevice;

    private ProcfsStats(Path root) {
        this.root = root;
        this.reader = new ProcessReader(root);
    }

    /**
     * The processes of this machine, as far as this process's pid namespace shows them.
     *
     * @return the view
     * @throws UnsupportedKernelException when procfs is not mounted
     */
    public static ProcfsStats open() throws UnsupportedKernelException {
        return open(DEFAULT_ROOT);
    }

    /**
     * The processes in a folder: of another root file system, or made by hand for a test.
     *
     * @param root where procfs is mounted
     * @return the view
     * @throws UnsupportedKernelException when it is not mounted there
     */
    public static ProcfsStats open(Path root) throws UnsupportedKernelException {
        if (!Files.exists(root.resolve("stat"))) {
            throw new UnsupportedKernelException(
                    "open", root.toString(), LibC.ENOENT(), "no procfs is mounted there: mount -t proc proc " + root);
        }
        return new ProcfsStats(root);
    }

    @Override
    public String name() {
        return "procfs";
    }

    @Override
    public SourceReading read() throws DmaBufException {
        List<HeldBuffers> processes = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        List<Integer> pids = pids();
        int gone = 0;
        for (int pid : pids) {
            try {
                Optional<HeldBuffers> held = reader.read(pid);
                held.ifPresent(processes::add);
                gone += held.isPresent() ? 0 : 1;
            } catch (DmaBufException failure) {
                unreadable.add(new Unreadable("process " + pid, String.valueOf(failure.getMessage())));
            }
        }
        ProcfsBuffers buffers = new ProcfsBuffers(bufferDevice(processes));
        processes.forEach(buffers::add);
        processes.forEach(process -> process.unreadable().ifPresent(unreadable::add));
        return new SourceReading(FACTS, buffers.all(), gone, unreadable, notes(pids));
    }

    @Override
    public Set<Long> inodes() throws DmaBufException {
        return read().buffers().stream().map(BufferInfo::inode).collect(Collectors.toSet());
    }

    private List<Integer> pids() throws DmaBufException {
        List<String> names = Listing.ofExisting(root);
        return names.stream()
                .filter(name -> name.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    /** A pid namespace always has a process 1: where it cannot be seen, others cannot either. */
    private static List<String> notes(List<Integer> pids) {
        return pids.contains(1)
                ? List.of()
                : List.of("the processes of other users are hidden (procfs is mounted with hidepid): run as root");
    }

    /** Empty as long as no buffer was seen through a link that tells what it leads to. */
    private Optional<DeviceNumber> bufferDevice(List<HeldBuffers> processes) {
        if (bufferDevice == null) {
            bufferDevice = processes.stream()
                    .flatMap(HeldBuffers::identities)
                    .map(FileIdentity::device)
                    .findFirst()
                    .orElse(null);
        }
        return Optional.ofNullable(bufferDevice);
    }
}
