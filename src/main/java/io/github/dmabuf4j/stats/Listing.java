// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Folder;
import io.github.dmabuf4j.internal.sys.IoReason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Lists the folders of the kernel's file systems. */
final class Listing {
    private Listing() {}

    /** The names in a folder, in no order; empty where there is no such folder, or no longer. */
    static Optional<List<String>> of(Path folder) throws DmaBufException {
        try {
            return Optional.of(Folder.names(folder));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (AccessDeniedException denied) {
            throw new DmaBufException("readdir", folder.toString(), LibC.EACCES());
        } catch (IOException failure) {
            throw new DmaBufException("readdir", folder.toString(), 0, IoReason.of(failure));
        }
    }

    /** The names in a folder that must be there, in no order. */
    static List<String> ofExisting(Path folder) throws DmaBufException {
        return of(folder)
                .orElseThrow(() -> new DmaBufException("readdir", folder.toString(), LibC.ENOENT(), "it has gone"));
    }
}
