// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.internal.sys.HeapDirectory;
import io.github.dmabuf4j.internal.sys.HeapNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * An entry of {@code /dev/dma_heap}: the device of a heap, a symbolic link to one, or another file.
 *
 * @param device the major and minor number of the device that it leads to, {@code 252:0}; empty where it leads to none
 * @param mode type and permissions of the file that it leads to, {@code crw-------}, or of a link that leads to nothing;
 *     empty where this user may not examine it
 * @param owner user and group of the same file, {@code root:root}
 * @param aliasOf the name of the heap that it leads to, where that is another one
 * @param problem why this user cannot use it, and what to do; empty where it can be used
 */
record HeapDevice(
        String name,
        Optional<String> device,
        Optional<String> mode,
        Optional<String> owner,
        Optional<String> aliasOf,
        Optional<String> problem) {

    /** The names of all entries, heaps or not, in alphabetical order; throws where they cannot be listed. */
    static List<String> names() throws DmaBufException {
        TreeSet<String> names = new TreeSet<>(DmaHeap.names());
        names.addAll(HeapDirectory.names());
        return List.copyOf(names);
    }

    static HeapDevice of(String name, Optional<String> problem) {
        HeapNode node = HeapNode.of(name);
        Optional<PosixFileAttributes> found =
                node.errno() == 0 ? attributes(name) : attributes(name, LinkOption.NOFOLLOW_LINKS);
        return new HeapDevice(
                name,
                node.deviceNumber(),
                found.map(file -> node.typeLetter() + PosixFilePermissions.toString(file.permissions())),
                found.map(file -> file.owner() + ":" + file.group()),
                node.heap().filter(heap -> !heap.equals(name)),
                problem);
    }

    private static Optional<PosixFileAttributes> attributes(String name, LinkOption... options) {
        try {
            return Optional.of(
                    Files.readAttributes(Path.of(HeapDirectory.path(name)), PosixFileAttributes.class, options));
        } catch (IOException | InvalidPathException unknown) {
            return Optional.empty();
        }
    }
}
