// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The compiled programs, which are a resource of the library. */
final class ObjectFile {
    static final String NAME = "dmabuf4j.bpf.o";

    private ObjectFile() {}

    /** Copies it into native memory. ELF files are read in place, and need their alignment. */
    static MemorySegment in(Arena arena) {
        byte[] bytes = bytes();
        MemorySegment memory = arena.allocate(bytes.length, Long.BYTES);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return memory;
    }

    private static byte[] bytes() {
        try (InputStream file = ObjectFile.class.getResourceAsStream(NAME)) {
            if (file == null) {
                throw new IllegalStateException("the library lacks its resource " + NAME);
            }
            return file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
