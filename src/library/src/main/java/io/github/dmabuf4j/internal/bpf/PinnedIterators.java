// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import java.nio.file.Files;
import java.nio.file.Path;

/** Iterators that another process has loaded and pinned: files, which give a new pass to each who opens them. */
public final class PinnedIterators implements Iterators {
    /** Where {@code dmabuf bpf pin} mounts a BPF file system of its own. */
    public static final Path DEFAULT_DIRECTORY = Path.of("/run/dmabuf4j/bpf");

    /** The pins of each version of the records are in a directory of their own. */
    private static final String VERSION = "v" + Layout.VERSION;

    private final Path directory;
    private final boolean listsBuffers;

    private PinnedIterators(Path directory) {
        this.directory = directory;
        this.listsBuffers = Files.exists(directory.resolve(IteratorProgram.BUFFERS.symbol()));
    }

    /** Where the pins of this version are. */
    public static Path ofThisVersion(Path directory) {
        return directory.resolve(VERSION);
    }

    /**
     * Looks for the pins in a directory.
     *
     * @throws DmaBufException if there are none (ENOENT), or this user may not read them (EACCES)
     */
    public static PinnedIterators in(Path directory) throws DmaBufException {
        PinnedIterators pins = new PinnedIterators(ofThisVersion(directory));
        // Throws, with the reason.
        pins.begin(IteratorProgram.MAPPINGS).close();
        return pins;
    }

    @Override
    public boolean listsBuffers() {
        return listsBuffers;
    }

    @Override
    public NamedDescriptor begin(IteratorProgram program) throws DmaBufException {
        String path = directory.resolve(program.symbol()).toString();
        NamedDescriptor pass = new NamedDescriptor(path);
        int result = pass.own(Sys.open(path, LibC.O_RDONLY() | LibC.O_CLOEXEC()));
        if (result < 0) {
            throw new DmaBufException("open", path, -result);
        }
        return pass;
    }

    /** Nothing was loaded. */
    @Override
    public void close() {}
}
