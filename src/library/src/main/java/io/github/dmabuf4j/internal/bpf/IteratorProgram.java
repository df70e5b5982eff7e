// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** A BPF program of the object file. {@code native-headers/dmabuf4j.bpf.c} has what they write. */
public enum IteratorProgram {
    /** All buffers. */
    BUFFERS("buffers", true),
    /** How many buffers there are. */
    COUNT("count", true),
    /** The descriptors of buffers, by a walk over the tables of descriptors. */
    TABLES("tables", true),
    /** The descriptors of buffers, one by one. */
    FILES("files", false),
    /** The mappings of buffers. */
    MAPPINGS("mappings", false);

    private final String symbol;
    private final boolean needsBufferIterator;

    IteratorProgram(String symbol, boolean needsBufferIterator) {
        this.symbol = symbol;
        this.needsBufferIterator = needsBufferIterator;
    }

    /** Its name in the object file, and that of its pin. */
    public String symbol() {
        return symbol;
    }

    /** Whether it is the name of a program. */
    static boolean isSymbol(String name) {
        return Stream.of(values()).anyMatch(program -> program.symbol.equals(name));
    }

    /** Those that kernels have which cannot list the buffers, as Linux 6.16 and later can. */
    static Set<IteratorProgram> withoutBufferIterator() {
        Set<IteratorProgram> all = EnumSet.allOf(IteratorProgram.class);
        all.removeIf(program -> program.needsBufferIterator);
        return all;
    }
}
