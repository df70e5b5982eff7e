// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.DirectoryNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;

/**
 * The pins of one version of the records in a directory.
 *
 * @param version the name of their directory: {@code v1}
 * @param isOfThisVersion whether this version of dmabuf4j can read them
 * @param group who may read them beside root; empty if nobody else may
 * @param programs what is pinned; empty if this user may not see that
 */
public record PinnedSet(String version, boolean isOfThisVersion, Optional<String> group, List<String> programs) {
    /**
     * Lists the sets of pins.
     *
     * @throws DmaBufException if the directory cannot be read; an absent one has no sets
     */
    public static List<PinnedSet> in(Path directory) throws DmaBufException {
        return new PinDirectory(directory)
                .versions().stream().map(version -> of(directory, version)).toList();
    }

    private static PinnedSet of(Path directory, String version) {
        Path set = directory.resolve(version);
        List<String> programs = DirectoryNames.of(set.toString()).names();
        return new PinnedSet(
                version,
                version.equals(PinnedIterators.THIS_VERSION),
                group(set),
                programs.stream().sorted().toList());
    }

    /** The group that may enter a directory. */
    static Optional<String> group(Path set) {
        try {
            PosixFileAttributes file = Files.readAttributes(set, PosixFileAttributes.class);
            return file.permissions().contains(PosixFilePermission.GROUP_EXECUTE)
                    ? Optional.of(file.group().getName())
                    : Optional.empty();
        } catch (IOException unreadable) {
            // It has gone, or the directory above is closed to this user.
            return Optional.empty();
        }
    }
}
