// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.ref.Reference;
import java.util.Optional;

/**
 * The functions of libbpf 1.x that load BPF programs, and attach and pin iterators. Each returns its result, or the negative
 * errno. Objects, programs and links are addresses: 0 is none.
 */
public final class Libbpf {
    /** The name of the shared library. Releases before 1.0 have another one, and other conventions for errors. */
    public static final String LIBRARY = "libbpf.so.1";

    private static final Search SEARCH = search();

    private final NativeFunction openMemory;
    private final NativeFunction findProgram;
    private final NativeFunction load;
    private final NativeFunction closeObject;
    private final NativeFunction setAutoload;
    private final NativeFunction attachIterator;
    private final NativeFunction linkNumber;
    private final NativeFunction pinLink;
    private final NativeFunction destroyLink;
    private final NativeFunction createIterator;

    private Libbpf(SymbolLookup library) {
        openMemory = NativeFunction.address(library, "bpf_object__open_mem");
        findProgram = NativeFunction.address(library, "bpf_object__find_program_by_name");
        load = NativeFunction.of(library, "bpf_object__load");
        closeObject = NativeFunction.of(library, "bpf_object__close");
        setAutoload = NativeFunction.of(library, "bpf_program__set_autoload");
        attachIterator = NativeFunction.address(library, "bpf_program__attach_iter");
        linkNumber = NativeFunction.of(library, "bpf_link__fd");
        pinLink = NativeFunction.of(library, "bpf_link__pin");
        destroyLink = NativeFunction.of(library, "bpf_link__destroy");
        createIterator = NativeFunction.of(library, "bpf_iter_create");
        // Or else it writes its warnings to stderr, which is the program's.
        NativeFunction.address(library, "libbpf_set_print").call(0, 0, 0);
    }

    /** What came of the search for the library: it, or why it cannot be used. */
    private record Search(Optional<Libbpf> found, String problem) {}

    private static Search search() {
        try {
            // Never unloaded: other libraries of the process may use it too.
            return new Search(Optional.of(new Libbpf(SymbolLookup.libraryLookup(LIBRARY, Arena.global()))), "");
        } catch (IllegalArgumentException notLoaded) {
            return new Search(Optional.empty(), "it, or a library that it needs, is not there");
        } catch (UnsatisfiedLinkError incomplete) {
            return new Search(Optional.empty(), String.valueOf(incomplete.getMessage()));
        }
    }

    /** Returns the library; empty if this machine does not have it. */
    public static Optional<Libbpf> instance() {
        return SEARCH.found();
    }

    /** Why this machine does not have it, as a clause. */
    public static String problem() {
        return SEARCH.problem();
    }

    /**
     * Opens an object file in memory.
     *
     * @param options a {@code bpf_object_open_opts}, which stays until the object is closed; {@link MemorySegment#NULL} for none
     */
    public long open(MemorySegment elf, MemorySegment options) {
        try {
            return openMemory.creating(elf.address(), elf.byteSize(), options.address(), 0, 0, 0);
        } finally {
            Reference.reachabilityFence(elf);
            Reference.reachabilityFence(options);
        }
    }

    /** Returns the program of that name. */
    public long program(long object, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return findProgram.call(object, arena.allocateFrom(name).address(), 0, 0, 0, 0);
        }
    }

    /** Sets whether {@link #load} loads a program. */
    public int setAutoload(long program, boolean isLoaded) {
        return setAutoload.call(program, isLoaded ? 1 : 0, 0);
    }

    /** Loads the programs of an object into the kernel. */
    public int load(long object) {
        return load.call(object, 0, 0);
    }

    /** Closes an object. Its programs stay in the kernel for as long as links use them. Needs no Java memory. */
    public void close(long object) {
        closeObject.ending(object, 0, 0);
    }

    /** Makes a link of a loaded program to its iterator. */
    public long attach(long program) {
        return attachIterator.creating(program, 0, 0, 0, 0, 0);
    }

    /** Returns the descriptor of a link. It belongs to the link. */
    public int number(long link) {
        return linkNumber.call(link, 0, 0);
    }

    /** Makes a file of a link in a BPF file system. */
    public int pin(long link, String path) {
        return Sys.onPath(path, name -> pinLink.call(link, name, 0));
    }

    /** Frees a link and closes its descriptor. Needs no Java memory. */
    public void destroy(long link) {
        destroyLink.ending(link, 0, 0);
    }

    /** Begins a pass of the iterator of a link. Returns a descriptor to read from. */
    public int createIterator(int link) {
        return createIterator.creating(link, 0, 0);
    }
}
