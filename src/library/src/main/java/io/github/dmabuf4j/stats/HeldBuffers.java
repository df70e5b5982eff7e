// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The buffers that one process holds.
 *
 * @param folder where procfs shows it
 * @param open by rising descriptor
 * @param mapped rows that look like mappings of buffers, by rising address
 * @param problems what could not be read of it, or was not understood
 */
record HeldBuffers(
        HoldingProcess process,
        Path folder,
        List<OpenBuffer> open,
        List<MappedBuffer> mapped,
        List<ReadProblem> problems) {

    private static final int SHOWN = 4;

    /** Empty where all of it could be read. */
    Optional<Unreadable> unreadable() {
        if (problems.isEmpty()) {
            return Optional.empty();
        }
        String command = process.command().isEmpty() ? "" : " (" + TerminalEscape.of(process.command()) + ")";
        String more = problems.size() > SHOWN ? "; and " + (problems.size() - SHOWN) + " more" : "";
        String reason = problems.stream().limit(SHOWN).map(ReadProblem::text).collect(Collectors.joining("; ")) + more;
        return Optional.of(new Unreadable("process " + process.pid() + command, reason));
    }

    /** The link that leads to a mapped file, for those who may follow it. */
    Path link(MappedBuffer mapping) {
        return folder.resolve("map_files").resolve(mapping.addresses());
    }

    /** What the links lead to that are of its buffers, without those that lead to other files by now. */
    Stream<FileIdentity> identities() {
        Path descriptors = folder.resolve("fd");
        return Stream.concat(
                open.stream()
                        .flatMap(
                                buffer -> identity(descriptors.resolve(Integer.toString(buffer.fd())), buffer.inode())),
                mapped.stream().flatMap(mapping -> identity(link(mapping), mapping.inode())));
    }

    private static Stream<FileIdentity> identity(Path link, long inode) {
        return FileIdentity.of(link).filter(file -> file.isBuffer(inode)).stream();
    }
}
