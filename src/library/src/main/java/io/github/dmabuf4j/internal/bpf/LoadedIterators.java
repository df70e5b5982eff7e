// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.Libbpf;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import io.github.dmabuf4j.internal.sys.Reclaim;
import java.lang.ref.Reference;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Iterators that this process has loaded. They are in the kernel until they are closed, or the object was dropped, or the process
 * ends. Those that are seldom needed are loaded when they are.
 */
public final class LoadedIterators implements Iterators {
    private static final Set<IteratorProgram> USUAL =
            EnumSet.of(IteratorProgram.BUFFERS, IteratorProgram.TABLES, IteratorProgram.MAPPINGS);

    /** Reads the object file for kernels that do not list the buffers, which few need. */
    interface FileOfHeld {
        ObjectFile read() throws DmaBufException;
    }

    private final Libbpf library;

    /** Guarded by this. */
    private ObjectFile file;

    /** Those that are not loaded have no number yet. */
    private final Map<IteratorProgram, NamedDescriptor> links = links();

    /** The same, to close them without Java memory. */
    private final NamedDescriptor[] allLinks = links.values().toArray(NamedDescriptor[]::new);

    private volatile boolean listsBuffers = true;

    private volatile Optional<String> whyNoList = Optional.empty();

    /** Guarded by this. */
    private boolean isClosed;

    private LoadedIterators(Libbpf library, ObjectFile file) {
        this.library = library;
        this.file = file;
        NamedDescriptor[] all = allLinks;
        Reclaim.whenDropped(this, () -> abandon(all));
    }

    private static Map<IteratorProgram, NamedDescriptor> links() {
        Map<IteratorProgram, NamedDescriptor> links = new EnumMap<>(IteratorProgram.class);
        for (IteratorProgram program : IteratorProgram.values()) {
            links.put(program, new NamedDescriptor("the BPF iterator " + program.symbol()));
        }
        return links;
    }

    private NamedDescriptor linkOf(IteratorProgram program) {
        return Objects.requireNonNull(links.get(program));
    }

    private static void abandon(NamedDescriptor[] links) {
        for (NamedDescriptor link : links) {
            link.abandon();
        }
    }

    /**
     * Loads them.
     *
     * @throws DmaBufException if this machine does not offer them to this user; the message says what is missing
     */
    public static LoadedIterators load() throws DmaBufException {
        Libbpf library = Libbpf.instance().orElseThrow(LoadFailure::noLibrary);
        return load(
                library, ObjectFile.ofLibrary(ObjectFile.NAME), () -> ObjectFile.ofLibrary(ObjectFile.NAME_OF_HELD));
    }

    /**
     * Loads those of an object file or, on a kernel that does not take it, those of another that does not list the buffers.
     */
    static LoadedIterators load(Libbpf library, ObjectFile all, FileOfHeld held) throws DmaBufException {
        LoadedIterators iterators = new LoadedIterators(library, all);
        boolean isLoaded = false;
        try {
            iterators.addUsual(held);
            isLoaded = true;
            return iterators;
        } finally {
            if (!isLoaded) {
                iterators.close();
            }
        }
    }

    private synchronized void addUsual(FileOfHeld held) throws DmaBufException {
        try {
            add(USUAL);
        } catch (DmaBufException failure) {
            if (!LoadFailure.isOfKernel(failure)) {
                throw failure;
            }
            file = held.read();
            listsBuffers = false;
            whyNoList = LoadFailure.ofListing(failure);
            addHeld(failure);
        }
    }

    private void addHeld(DmaBufException ofAll) throws DmaBufException {
        try {
            add(IteratorProgram.withoutBufferIterator());
        } catch (DmaBufException failure) {
            // An older kernel fails for both in its own way.
            throw ofAll.errno() == failure.errno() ? ofAll : failure;
        }
    }

    private void add(Set<IteratorProgram> programs) throws DmaBufException {
        try (LoadedObject object = LoadedObject.load(library, file, programs)) {
            for (IteratorProgram program : programs) {
                object.attach(program, linkOf(program));
            }
        }
    }

    @Override
    public boolean listsBuffers() {
        return listsBuffers;
    }

    @Override
    public Optional<String> whyNoList() {
        return whyNoList;
    }

    @Override
    public NamedDescriptor begin(IteratorProgram program) throws DmaBufException {
        NamedDescriptor link = acquired(program);
        try {
            NamedDescriptor pass = new NamedDescriptor("a pass of " + link.target());
            int result = pass.own(library.createIterator(link.number()));
            if (result < 0) {
                throw new DmaBufException("BPF_ITER_CREATE", link.target(), -result);
            }
            return pass;
        } finally {
            link.release();
            Reference.reachabilityFence(this);
        }
    }

    /** Holds a link, which a close then waits for. */
    private synchronized NamedDescriptor acquired(IteratorProgram program) throws DmaBufException {
        if (isClosed) {
            throw new IllegalStateException("the BPF iterators are closed");
        }
        NamedDescriptor link = linkOf(program);
        if (!link.hasNumber()) {
            add(EnumSet.of(program));
        }
        link.acquire();
        return link;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        for (NamedDescriptor link : allLinks) {
            link.close();
        }
    }
}
