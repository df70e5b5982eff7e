// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import com.sun.jna.LastErrorException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The minimum cost of a system call, for each way of calling C. */
@State(Scope.Thread)
public class CheapestCall {
    private static final MethodHandle GETPPID = getppid();

    private final MemorySegment errno = Arena.global().allocate(Linker.Option.captureStateLayout());

    private static MethodHandle getppid() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find("getppid").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT),
                Linker.Option.captureCallState("errno"));
    }

    @Benchmark
    @Figure(operation = "getppid", way = "FFM, errno")
    public int ffm() throws Throwable {
        return (int) GETPPID.invokeExact(errno);
    }

    @Benchmark
    @Figure(operation = "getppid", way = "JNA direct")
    public int jna() throws LastErrorException {
        return JnaDirect.getppid();
    }
}
