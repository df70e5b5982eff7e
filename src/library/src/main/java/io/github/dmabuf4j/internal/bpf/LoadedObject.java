// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.Libbpf;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/** An object file, opened by libbpf, with some of its programs in the kernel. Used by one thread. */
final class LoadedObject implements AutoCloseable {
    private final Libbpf library;
    private final ObjectFile file;
    private final Set<IteratorProgram> programs;
    private final Arena arena = Arena.ofConfined();

    /** 0 until it is open. */
    private long address;

    private LoadedObject(Libbpf library, ObjectFile file, Set<IteratorProgram> programs) {
        this.library = library;
        this.file = file;
        this.programs = programs;
    }

    /** Loads these programs of the file and no others. */
    static LoadedObject load(Libbpf library, ObjectFile file, Set<IteratorProgram> programs) throws DmaBufException {
        LoadedObject object = new LoadedObject(library, file, programs);
        boolean isLoaded = false;
        try {
            int result = object.load(MemorySegment.NULL);
            if (result < 0) {
                throw LoadFailure.of(-result, () -> log(library, file, programs));
            }
            isLoaded = true;
            return object;
        } finally {
            if (!isLoaded) {
                object.close();
            }
        }
    }

    /** What the verifier says about them. */
    private static String log(Libbpf library, ObjectFile file, Set<IteratorProgram> programs) throws DmaBufException {
        try (LoadedObject object = new LoadedObject(library, file, programs)) {
            VerifierLog log = new VerifierLog(object.arena);
            object.load(log.options());
            return log.end();
        }
    }

    private int load(MemorySegment options) throws DmaBufException {
        address = checked("bpf_object__open_mem", library.open(file.in(arena), options));
        choose();
        return library.load(address);
    }

    /** All others that the file has are not loaded. */
    private void choose() throws DmaBufException {
        for (IteratorProgram program : IteratorProgram.values()) {
            if (programs.contains(program)) {
                program(program);
            } else {
                exclude(program);
            }
        }
    }

    private void exclude(IteratorProgram program) throws DmaBufException {
        long found = library.program(address, program.symbol());
        if (found > 0) {
            checked("bpf_program__set_autoload", library.setAutoload(found, false));
        }
    }

    /** Those that were loaded. */
    Set<IteratorProgram> programs() {
        return programs;
    }

    private long program(IteratorProgram program) throws DmaBufException {
        return checked("bpf_object__find_program_by_name", library.program(address, program.symbol()));
    }

    /** Makes a link of a program, and {@code owner} own a descriptor of it. */
    void attach(IteratorProgram program, NamedDescriptor owner) throws DmaBufException {
        long link = checked("bpf_program__attach_iter", library.attach(program(program)));
        try {
            checked("F_DUPFD_CLOEXEC", owner.own(Sys.duplicate(library.number(link))));
        } finally {
            library.destroy(link);
        }
    }

    /** Makes a link of a program, and pins it. */
    void pin(IteratorProgram program, String path) throws DmaBufException {
        long link = checked("bpf_program__attach_iter", library.attach(program(program)));
        try {
            int result = library.pin(link, path);
            if (result < 0) {
                throw new DmaBufException("BPF_OBJ_PIN", path, -result);
            }
        } finally {
            library.destroy(link);
        }
    }

    private static long checked(String function, long result) throws DmaBufException {
        if (result < 0) {
            throw new DmaBufException(function, LoadFailure.TARGET, (int) -result);
        }
        return result;
    }

    @Override
    public void close() {
        if (address > 0) {
            library.close(address);
            address = 0;
        }
        arena.close();
    }
}
