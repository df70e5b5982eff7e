// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

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

    /** Whether it is loaded only where the kernel can list the buffers: from Linux 6.16 on. */
    public boolean needsBufferIterator() {
        return needsBufferIterator;
    }
}
