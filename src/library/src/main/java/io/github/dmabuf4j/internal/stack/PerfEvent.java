// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.Machine;
import io.github.dmabuf4j.internal.sys.PerfCalls;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * An event of tracefs that the kernel records with the stack of the program, on one processor: perf_event_open(2), and the pages that it
 * writes to. For one thread.
 *
 * <p>The offsets of structures are written by hand, from {@code linux/perf_event.h}.
 */
final class PerfEvent extends Descriptor {
    private static final int ATTRIBUTE_BYTES = 64;
    private static final int TRACEPOINT = 2;

    /** PERF_SAMPLE_CALLCHAIN and PERF_SAMPLE_RAW. */
    private static final long WHAT = (1 << 5) | (1 << 10);

    /** The bit of exclude_callchain_kernel. */
    private static final long USER_STACK = 1L << 21;

    private static final int HEAD = 1024;
    private static final int TAIL = 1032;
    private static final VarHandle POSITION = JAVA_LONG.varHandle();

    private final int processor;
    private final long bytes;
    private long address;
    private long tail;

    /**
     * One that records nothing yet.
     *
     * @param room bytes for what is recorded and not yet read; a power of two of pages
     */
    PerfEvent(int processor, long room) {
        this.processor = processor;
        this.bytes = room;
    }

    /**
     * Begins to record. To be called once.
     *
     * @param event the number of the event in tracefs
     * @return false if there is no such processor any more
     */
    boolean open(int event) throws DmaBufException {
        int result = own(PerfCalls.open(attributes(event), processor));
        if (result == -LibC.ENODEV()) {
            return false;
        }
        check("perf_event_open", result);
        long mapped = Sys.mmap(
                Machine.pageBytes() + bytes, LibC.PROT_READ() | LibC.PROT_WRITE(), LibC.MAP_SHARED(), number(), 0);
        address = Math.max(0, mapped);
        check("mmap", mapped);
        return true;
    }

    private void check(String operation, long result) throws DmaBufException {
        if (result < 0) {
            throw new DmaBufException(operation, target(), (int) -result, advice((int) -result));
        }
    }

    private static String advice(int errno) {
        if (ErrorNumber.isNoPermission(errno)) {
            return "run as root with CAP_PERFMON and CAP_IPC_LOCK, outside of a container";
        }
        if (errno == LibC.ENOSYS()) {
            return "the kernel has no CONFIG_PERF_EVENTS";
        }
        return errno == LibC.ENOMEM()
                ? "the kernel has no memory for a second buffer of this size: give a smaller --buffer"
                : "";
    }

    private static MemorySegment attributes(int event) {
        MemorySegment attributes = PerfCalls.attributes(ATTRIBUTE_BYTES);
        attributes.set(JAVA_INT, 0, TRACEPOINT);
        attributes.set(JAVA_INT, 4, ATTRIBUTE_BYTES);
        attributes.set(JAVA_LONG, 8, event);
        // Each one.
        attributes.set(JAVA_LONG, 16, 1);
        attributes.set(JAVA_LONG, 24, WHAT);
        attributes.set(JAVA_LONG, 40, USER_STACK);
        return attributes;
    }

    @Override
    public String target() {
        return "processor " + processor;
    }

    @Override
    protected void dispose() {
        if (address != 0) {
            Sys.munmap(address, Machine.pageBytes() + bytes);
        }
        super.dispose();
    }

    /** Passes on the records that are there. Each is valid until the next. */
    void read(Consumer<ByteBuffer> records) {
        MemorySegment control = MemorySegment.ofAddress(address).reinterpret(Machine.pageBytes());
        MemorySegment data =
                MemorySegment.ofAddress(address + Machine.pageBytes()).reinterpret(bytes);
        long head = (long) POSITION.getAcquire(control, (long) HEAD);
        while (tail < head) {
            // Records begin at multiples of 8 bytes: their first 8 are in one piece.
            int length = Short.toUnsignedInt(data.get(JAVA_SHORT, at(tail + 6)));
            records.accept(copy(data, length));
            tail += length;
        }
        POSITION.setRelease(control, (long) TAIL, tail);
    }

    private long at(long position) {
        return position & (bytes - 1);
    }

    private ByteBuffer copy(MemorySegment data, int length) {
        ByteBuffer record = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        int first = (int) Math.min(length, bytes - at(tail));
        MemorySegment target = MemorySegment.ofBuffer(record);
        MemorySegment.copy(data, at(tail), target, 0, first);
        MemorySegment.copy(data, 0, target, first, length - first);
        return record;
    }
}
