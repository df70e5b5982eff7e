// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.DirectoryNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Lists the folders of the kernel's file systems. */
final class Listing {
    private Listing() {}

    /** The names in a folder, in no order; empty where there is no such folder, or no longer. */
    static Optional<List<String>> of(Path folder) throws DmaBufException {
        DirectoryNames read = DirectoryNames.of(folder.toString());
        if (read.errno() == LibC.ENOENT()) {
            return Optional.empty();
        }
        if (!read.isRead()) {
            throw new DmaBufException("readdir", folder.toString(), read.errno());
        }
        return Optional.of(read.names());
    }

    /** The names in a folder that must be there, in no order. */
    static List<String> ofExisting(Path folder) throws DmaBufException {
        return of(folder)
                .orElseThrow(() -> new DmaBufException("readdir", folder.toString(), LibC.ENOENT(), "it has gone"));
    }
}
