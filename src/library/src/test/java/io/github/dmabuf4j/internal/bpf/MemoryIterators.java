// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Iterators whose passes are files in memory. */
public final class MemoryIterators implements Iterators {
    private final boolean listsBuffers;
    private Optional<String> whyNoList = Optional.empty();
    private final Map<IteratorProgram, Deque<byte[]>> passes = new EnumMap<>(IteratorProgram.class);
    private final List<IteratorProgram> begun = new ArrayList<>();
    private int closed;

    public MemoryIterators(boolean listsBuffers) {
        this.listsBuffers = listsBuffers;
    }

    /** The next pass of a program. The last one is given again and again. */
    public MemoryIterators with(IteratorProgram program, Records records) {
        passes.computeIfAbsent(program, none -> new ArrayDeque<>()).add(records.toBytes());
        return this;
    }

    /** Why the buffers are not listed. */
    public MemoryIterators without(String why) {
        whyNoList = Optional.of(why);
        return this;
    }

    /** The passes that were begun, in their order. */
    public List<IteratorProgram> begun() {
        return begun;
    }

    /** How often they were closed. */
    public int closed() {
        return closed;
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
        begun.add(program);
        Deque<byte[]> left = passes.get(program);
        if (left == null) {
            throw new DmaBufException("open", program.symbol(), LibC.ENOENT());
        }
        byte[] records = left.size() > 1 ? left.remove() : left.element();
        NamedDescriptor pass = new NamedDescriptor(program.symbol());
        int number = pass.own(Sys.memfdCreate(program.symbol(), LibC.MFD_CLOEXEC()));
        if (number < 0) {
            throw new DmaBufException("memfd_create", program.symbol(), -number);
        }
        fill(number, records);
        return pass;
    }

    private static void fill(int file, byte[] records) {
        if (records.length == 0) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, records);
            long written = Sys.write(file, memory);
            long start = Sys.lseek(file, 0, LibC.SEEK_SET());
            if (written != records.length || start != 0) {
                throw new IllegalStateException("a file in memory cannot be written: " + written + ", " + start);
            }
        }
    }

    @Override
    public void close() {
        closed++;
    }
}
