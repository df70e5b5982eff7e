// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Allocation by JNA. It works on bare descriptors, without protection against leaks and use after close. */
@State(Scope.Thread)
public class JnaAllocation {
    private static final long ALLOC = 0xc0184800L;
    private static final int FD_OFFSET = 8;
    private static final int FLAGS_OFFSET = 12;

    @Param("system")
    public String heap;

    @Param({"4096", "65536", "1048576", "8388608"})
    public long size;

    private final Memory argument = new Memory(24);
    private int heapFd;

    @Setup
    public void open() throws LastErrorException {
        heapFd = JnaDirect.open("/dev/dma_heap/" + heap, JnaDirect.O_CLOEXEC);
        argument.clear();
    }

    @TearDown
    public void close() throws LastErrorException {
        JnaDirect.close(heapFd);
    }

    /** The fastest form: direct mapping, and one argument structure for all calls. */
    @Benchmark
    @Figure(operation = "allocate+close", way = "JNA direct")
    @Headline("size=4096")
    public int direct() throws LastErrorException {
        argument.setLong(0, size);
        argument.setInt(FD_OFFSET, 0);
        argument.setInt(FLAGS_OFFSET, JnaDirect.O_RDWR | JnaDirect.O_CLOEXEC);
        JnaDirect.ioctl(heapFd, ALLOC, argument);
        return JnaDirect.close(argument.getInt(FD_OFFSET));
    }

    /** The form that JNA's guide shows: interface mapping, and a new structure for each call. */
    @Benchmark
    @Figure(operation = "allocate+close", way = "JNA interface")
    public int byInterface() throws LastErrorException {
        JnaInterface.AllocationData data = new JnaInterface.AllocationData();
        data.len = size;
        data.fdFlags = JnaDirect.O_RDWR | JnaDirect.O_CLOEXEC;
        JnaInterface.C.ioctl(heapFd, ALLOC, data);
        return JnaInterface.C.close(data.fd);
    }
}
