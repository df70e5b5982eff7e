// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.internal.sys.KernelFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The buffers that one process holds.
 *
 * @param pid the process's number
 * @param command its name; empty if that is not known
 * @param startTicks when it started, clock ticks after the boot; 0 if that is not known
 * @param directory where procfs shows it
 * @param open its descriptors of buffers
 * @param mapped its mappings of buffers, by rising address
 * @param problems what could not be read of it, or was not understood
 */
public record HeldBuffers(
        int pid,
        String command,
        long startTicks,
        String directory,
        List<OpenBuffer> open,
        List<MappedBuffer> mapped,
        List<ReadProblem> problems) {

    /** A process of which nothing was read. */
    static HeldBuffers none(ProcessDirectory process, ProcessStat stat, List<ReadProblem> problems) {
        return new HeldBuffers(
                process.number(), stat.command(), stat.startTicks(), process.path(), List.of(), List.of(), problems);
    }

    /**
     * The size of a mapped buffer, by the link to it. Few users may follow that link.
     *
     * @return bytes; empty if the link cannot be followed, or leads to something else by now
     */
    public OptionalLong size(MappedBuffer mapping) {
        return FileIdentity.of(link(mapping)).stream()
                .filter(file -> file.isBuffer(mapping.inode()))
                .mapToLong(FileIdentity::size)
                .findFirst();
    }

    /**
     * The name of a mapped buffer: by its row, or by the link to it where the row is ambiguous.
     *
     * @return the name; empty if it has none
     */
    public String name(MappedBuffer mapping) {
        return mapping.isAmbiguous()
                ? mapping.nameIn(KernelFile.link(link(mapping).toString()).text())
                        .orElseGet(mapping::name)
                : mapping.name();
    }

    /** The file systems of its buffers, by the links to them. */
    Stream<DeviceNumber> devices() {
        Path descriptors = Path.of(directory, "fd");
        Stream<FileIdentity> files = Stream.concat(
                open.stream()
                        .flatMap(buffer -> file(descriptors.resolve(Integer.toString(buffer.fd())), buffer.inode())),
                mapped.stream().flatMap(mapping -> file(link(mapping), mapping.inode())));
        return files.map(FileIdentity::device);
    }

    /** What a link leads to, unless that is another file by now. */
    private static Stream<FileIdentity> file(Path link, long inode) {
        return FileIdentity.of(link).filter(file -> file.isBuffer(inode)).stream();
    }

    private Path link(MappedBuffer mapping) {
        return Path.of(directory, "map_files", mapping.addresses());
    }

    /**
     * Leaves out the mappings of files that were named as buffers are.
     *
     * @param bufferDevice the file system of all buffers; empty if it is not known
     */
    HeldBuffers withoutOtherFiles(Optional<DeviceNumber> bufferDevice) {
        if (mapped.isEmpty()) {
            return this;
        }
        Predicate<MappedBuffer> isBuffer = bufferDevice.isPresent()
                ? mapping -> mapping.device().equals(bufferDevice.get())
                : this::seemsToBeBuffer;
        List<MappedBuffer> buffers = mapped.stream().filter(isBuffer).toList();
        return new HeldBuffers(pid, command, startTicks, directory, open, buffers, problems);
    }

    /** True if the link cannot be followed: a reader without that right sees only its own processes. */
    private boolean seemsToBeBuffer(MappedBuffer mapping) {
        return FileIdentity.of(link(mapping))
                .filter(file -> file.inode() == mapping.inode())
                .map(file -> file.isBuffer(mapping.inode()))
                .orElse(true);
    }
}
