// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Iterators that another process has loaded and pinned: files, which give a new pass to each who opens them. */
public final class PinnedIterators implements Iterators {
    /** Where {@code dmabuf bpf pin} mounts a BPF file system of its own. */
    public static final Path DEFAULT_DIRECTORY = Path.of("/run/dmabuf4j/bpf");

    /** The directory that it is in. */
    static final Path PARENT = Path.of("/run/dmabuf4j");

    /** The pins of each version of the records are in a directory of their own. */
    static final String THIS_VERSION = "v" + Layout.VERSION;

    private final Path directory;
    private final boolean listsBuffers;

    private PinnedIterators(Path directory) {
        this.directory = directory;
        this.listsBuffers = Files.exists(directory.resolve(IteratorProgram.BUFFERS.symbol()));
    }

    /** Where the pins of this version are. */
    public static Path ofThisVersion(Path directory) {
        return directory.resolve(THIS_VERSION);
    }

    /**
     * Looks for the pins in a directory.
     *
     * @throws DmaBufException if there are none of this version (ENOENT), or this user may not read them (EACCES); the message says
     *     what to do
     */
    public static PinnedIterators in(Path directory) throws DmaBufException {
        PinnedIterators pins = new PinnedIterators(ofThisVersion(directory));
        for (IteratorProgram program : pins.needed()) {
            int result = pins.probe(program);
            if (result < 0) {
                throw PinFailure.of(new PinDirectory(directory), program, -result);
            }
        }
        return pins;
    }

    /** Whether there are pins of any version, as far as this user may see. */
    public static boolean isAnyIn(Path directory) {
        return !PinFailure.versions(new PinDirectory(directory)).isEmpty();
    }

    private Set<IteratorProgram> needed() {
        return listsBuffers ? EnumSet.allOf(IteratorProgram.class) : IteratorProgram.withoutBufferIterator();
    }

    private Path path(IteratorProgram program) {
        return directory.resolve(program.symbol());
    }

    /** Begins a pass, and ends it. */
    private int probe(IteratorProgram program) {
        NamedDescriptor pass = new NamedDescriptor("");
        try {
            return open(program, pass);
        } finally {
            pass.close();
        }
    }

    private int open(IteratorProgram program, NamedDescriptor pass) {
        return pass.own(Sys.open(path(program).toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC()));
    }

    @Override
    public boolean listsBuffers() {
        return listsBuffers;
    }

    /** {@code dmabuf bpf status} shows what is pinned, and which iterators this kernel has. */
    @Override
    public Optional<String> whyNoList() {
        return Optional.empty();
    }

    @Override
    public NamedDescriptor begin(IteratorProgram program) throws DmaBufException {
        NamedDescriptor pass = new NamedDescriptor(path(program).toString());
        int result = open(program, pass);
        if (result < 0) {
            throw new DmaBufException("open", pass.target(), -result);
        }
        return pass;
    }

    /** Nothing was loaded. */
    @Override
    public void close() {}
}
