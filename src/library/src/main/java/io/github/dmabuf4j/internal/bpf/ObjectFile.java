// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URL;

/** A file of compiled programs. */
final class ObjectFile {
    /** All programs, for kernels that list the buffers. A resource of the library. */
    static final String NAME = "dmabuf4j.bpf.o";

    /** The programs that describe each buffer where it is held, for other kernels. */
    static final String NAME_OF_HELD = "dmabuf4j-held.bpf.o";

    private final byte[] bytes;

    ObjectFile(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads one of the library's.
     *
     * @param name {@link #NAME} or {@link #NAME_OF_HELD}
     * @throws DmaBufException if it cannot be read, such as for want of a descriptor
     */
    static ObjectFile ofLibrary(String name) throws DmaBufException {
        URL resource = ObjectFile.class.getResource(name);
        if (resource == null) {
            throw new DmaBufException("read", name, 0, "the library lacks this resource");
        }
        try (InputStream file = resource.openStream()) {
            return new ObjectFile(file.readAllBytes());
        } catch (IOException unreadable) {
            throw new DmaBufException("read", name, 0, String.valueOf(unreadable.getMessage()));
        }
    }

    /** Copies it into native memory. ELF files are read in place, and need their alignment. */
    MemorySegment in(Arena arena) {
        MemorySegment memory = arena.allocate(bytes.length, Long.BYTES);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return memory;
    }
}
