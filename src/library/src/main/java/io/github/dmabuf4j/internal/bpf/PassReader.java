// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntPredicate;

/** Reads passes of iterators. Used by one thread at a time. */
public final class PassReader {
    /** With less, a read could end within a record. */
    private final MemorySegment memory = Arena.ofAuto().allocate(PassSize.KERNEL_BYTES, Long.BYTES);

    private final long[] records = new long[PassSize.KERNEL_BYTES / Long.BYTES];
    private final Iterators iterators;

    /** For the passes of these iterators. */
    public PassReader(Iterators iterators) {
        this.iterators = iterators;
    }

    /**
     * Reads a pass from its begin to its end.
     *
     * @return how much was read, in how many reads
     * @throws DmaBufException if it cannot be read, or is of another version
     */
    public PassSize read(IteratorProgram program, RecordSink sink) throws DmaBufException {
        NamedDescriptor pass = iterators.begin(program);
        try {
            RecordDecoder decoder = new RecordDecoder(records, sink);
            return read(pass, memory, bytes -> {
                MemorySegment.copy(memory, ValueLayout.JAVA_LONG, 0, records, 0, bytes / Long.BYTES);
                return decoder.decode(bytes);
            });
        } finally {
            pass.close();
        }
    }

    /**
     * Reads a pass.
     *
     * @param memory takes what each read gives
     * @param decoder gets the number of bytes in it, and returns whether they were understood
     */
    static PassSize read(NamedDescriptor pass, MemorySegment memory, IntPredicate decoder) throws DmaBufException {
        PassSize size = new PassSize(0, 0);
        while (true) {
            int count = Sys.readRetrying(pass.number(), memory);
            if (count == 0) {
                return size;
            }
            // EAGAIN: a million objects without a record.
            if (count < 0 && count != -LibC.EAGAIN()) {
                throw new DmaBufException("read", pass.target(), -count);
            }
            if (count > 0) {
                if (!decoder.test(count)) {
                    throw new DmaBufException(
                            "read",
                            pass.target(),
                            0,
                            "its records are of another version of dmabuf4j: dmabuf bpf unpin");
                }
                size = new PassSize(size.reads() + 1, count);
            }
        }
    }
}
