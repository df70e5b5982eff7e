// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.drm;

import io.github.dmabuf4j.internal.sys.DirectoryNames;
import io.github.dmabuf4j.internal.sys.FdInfo;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the processes that have a device open to which a buffer is attached. This is a hint and no proof: the kernel does not show
 * which of them has imported the buffer. Processes that cannot be read are left out.
 */
public final class DrmClients {
    /** Graphics cards and accelerators; the directory below /dev is that of the class in sysfs too, up to its name. */
    private static final String GRAPHICS = "/dev/dri/";

    private static final String ACCELERATORS = "/dev/accel/";
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern CLIENT = Pattern.compile("[0-9]{1,18}");

    private final Path proc;
    private final Path sys;
    private final Set<String> devices;

    private DrmClients(Path proc, Path sys, Set<String> devices) {
        this.proc = proc;
        this.sys = sys;
        this.devices = devices;
    }

    /** For the devices to which some buffers are attached. */
    public static DrmClients of(Stream<BufferInfo> buffers) {
        return of(Path.of("/proc"), Path.of("/sys"), buffers);
    }

    /** The same with other places for procfs and sysfs. */
    static DrmClients of(Path proc, Path sys, Stream<BufferInfo> buffers) {
        return new DrmClients(
                proc,
                sys,
                buffers.flatMap(buffer -> buffer.attachments().stream())
                        .map(Attachment::device)
                        .collect(Collectors.toSet()));
    }

    /** All processes that have one of the devices open, by rising pid. */
    public List<DrmClient> all() {
        if (devices.isEmpty()) {
            return List.of();
        }
        return numbers(proc).sorted().flatMap(this::open).toList();
    }

    /** The devices that one process has open. */
    public List<DrmClient> of(int pid) {
        return devices.isEmpty() ? List.of() : open(pid).toList();
    }

    /** Several descriptors of one open file are one client. */
    private Stream<DrmClient> open(int pid) {
        Path process = proc.resolve(Integer.toString(pid));
        return numbers(process.resolve("fd"))
                .sorted()
                .flatMap(fd -> client(pid, process, fd).stream())
                .distinct();
    }

    private static Stream<Integer> numbers(Path directory) {
        return DirectoryNames.of(directory.toString()).names().stream()
                .filter(name -> NUMBER.matcher(name).matches())
                .map(Integer::valueOf);
    }

    private Optional<DrmClient> client(int pid, Path process, int fd) {
        String node = KernelFile.link(process.resolve("fd/" + fd).toString()).text();
        Optional<String> device = device(node).filter(devices::contains);
        if (device.isEmpty()) {
            return Optional.empty();
        }
        FdInfo info = new FdInfo(
                KernelFile.readAll(process.resolve("fdinfo/" + fd).toString()).text());
        String command = KernelFile.read(process.resolve("comm").toString()).text();
        return Optional.of(new DrmClient(
                pid,
                command.endsWith("\n") ? command.substring(0, command.length() - 1) : command,
                device.get(),
                node,
                Optional.of(info.value("drm-driver")).filter(driver -> !driver.isEmpty()),
                number(info.value("drm-client-id"))));
    }

    /** The name of the device that a file in /dev is of. */
    private Optional<String> device(String node) {
        if (node.startsWith(GRAPHICS)) {
            return device("drm", node.substring(GRAPHICS.length()));
        }
        return node.startsWith(ACCELERATORS)
                ? device("accel", node.substring(ACCELERATORS.length()))
                : Optional.empty();
    }

    private Optional<String> device(String kind, String node) {
        KernelFile link = KernelFile.link(sys.resolve("class")
                .resolve(kind)
                .resolve(node)
                .resolve("device")
                .toString());
        return link.isRead() ? Optional.of(link.text().substring(link.text().lastIndexOf('/') + 1)) : Optional.empty();
    }

    private static OptionalLong number(String text) {
        return CLIENT.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
