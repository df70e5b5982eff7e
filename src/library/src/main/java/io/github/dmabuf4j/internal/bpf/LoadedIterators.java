// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Libbpf;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Iterators that this process has loaded. They are in the kernel until they are closed or the process ends. Those that are seldom
 * needed are loaded when they are.
 */
public final class LoadedIterators implements Iterators {
    private static final Set<IteratorProgram> USUAL =
            EnumSet.of(IteratorProgram.BUFFERS, IteratorProgram.TABLES, IteratorProgram.MAPPINGS);

    private final Libbpf library;

    /** Guarded by this. */
    private final Map<IteratorProgram, NamedDescriptor> links = new EnumMap<>(IteratorProgram.class);

    /** Guarded by this. */
    private boolean isClosed;

    private boolean listsBuffers = true;

    private LoadedIterators(Libbpf library) {
        this.library = library;
    }

    /**
     * Loads them.
     *
     * @throws DmaBufException if this machine does not offer them to this user; the message says what is missing
     */
    public static LoadedIterators load() throws DmaBufException {
        LoadedIterators iterators = new LoadedIterators(Libbpf.instance().orElseThrow(LoadFailure::noLibrary));
        boolean isLoaded = false;
        try {
            iterators.addUsual();
            isLoaded = true;
            return iterators;
        } finally {
            if (!isLoaded) {
                iterators.close();
            }
        }
    }

    private void addUsual() throws DmaBufException {
        try {
            add(USUAL);
        } catch (DmaBufException failure) {
            // libbpf does not find the iterator over buffers.
            if (failure.errno() != LibC.ESRCH()) {
                throw failure;
            }
            listsBuffers = false;
            add(IteratorProgram.withoutBufferIterator());
        }
    }

    private void add(Set<IteratorProgram> programs) throws DmaBufException {
        try (LoadedObject object = LoadedObject.load(library, programs)) {
            for (IteratorProgram program : programs) {
                NamedDescriptor link = new NamedDescriptor("the BPF iterator " + program.symbol());
                links.put(program, link);
                object.attach(program, link);
            }
        }
    }

    @Override
    public boolean listsBuffers() {
        return listsBuffers;
    }

    @Override
    public NamedDescriptor begin(IteratorProgram program) throws DmaBufException {
        NamedDescriptor link = link(program);
        NamedDescriptor pass = new NamedDescriptor("a pass of " + link.target());
        int number = link.acquire();
        try {
            int result = pass.own(library.createIterator(number));
            if (result < 0) {
                throw new DmaBufException("BPF_ITER_CREATE", link.target(), -result);
            }
            return pass;
        } finally {
            link.release();
        }
    }

    private synchronized NamedDescriptor link(IteratorProgram program) throws DmaBufException {
        if (isClosed) {
            throw new IllegalStateException("the BPF iterators are closed");
        }
        @Nullable NamedDescriptor known = links.get(program);
        if (known == null) {
            add(EnumSet.of(program));
            known = links.get(program);
        }
        if (known == null) {
            throw new IllegalStateException("no link of " + program);
        }
        return known;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        links.values().forEach(NamedDescriptor::close);
    }
}
