// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls a native function whose results the test has planned: it sets errno and returns -1, as those of the C library. */
class NativeFunctionTest {
    private static final Linker LINKER = Linker.nativeLinker();

    /** Of glibc and musl: the address of the calling thread's errno. */
    private static final MethodHandle ERRNO_LOCATION = LINKER.downcallHandle(
            LINKER.defaultLookup().find("__errno_location").orElseThrow(), FunctionDescriptor.of(ADDRESS));

    private static final int NOT_PLANNED = Integer.MAX_VALUE;

    private final Deque<Integer> results = new ArrayDeque<>();

    /** The native code calls this: it returns the next result, or sets errno where that is negative. */
    private long next() {
        // An exception here would end the JVM.
        int result = results.isEmpty() ? NOT_PLANNED : results.remove();
        if (result >= 0) {
            return result;
        }
        errno().set(JAVA_INT, 0, -result);
        return -1;
    }

    private static MemorySegment errno() {
        try {
            return ((MemorySegment) ERRNO_LOCATION.invokeExact()).reinterpret(JAVA_INT.byteSize());
        } catch (Throwable defect) {
            throw new IllegalStateException(defect);
        }
    }

    private NativeFunction planned(Arena arena, Integer... planned) throws ReflectiveOperationException {
        results.addAll(List.of(planned));
        LongSupplier supplier = this::next;
        MethodHandle next = MethodHandles.lookup()
                .findVirtual(LongSupplier.class, "getAsLong", MethodType.methodType(long.class))
                .bindTo(supplier);
        return new NativeFunction(LINKER.upcallStub(next, FunctionDescriptor.of(JAVA_LONG), arena), false, -1);
    }

    @Test
    void aCallIsRepeatedForAsLongAsItIsInterrupted() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            NativeFunction function = planned(arena, -LibC.EINTR(), -LibC.EINTR(), 7, 8);

            assertThat(function.retrying(0, 0, 0, 0)).isEqualTo(7);
            assertThat(results).as("results of calls not made").containsExactly(8);
        }
    }

    @Test
    void aCallThatCreatesIsRepeatedForAsLongAsItIsInterrupted() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            NativeFunction function = planned(arena, -LibC.EINTR(), -LibC.EINTR(), 7, 8);

            assertThat(function.creating(0, 0, 0)).isEqualTo(7);
            assertThat(results).as("results of calls not made").containsExactly(8);
        }
    }

    @Test
    void aCallIsRepeatedForAsLongAsItIsToldToAskAgainOnlyWhereThatIsAskedFor() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            NativeFunction function =
                    planned(arena, -LibC.EAGAIN(), -LibC.EINTR(), -LibC.EAGAIN(), 7, -LibC.EAGAIN(), 8);

            assertThat(function.retryingUntilReady(0, 0, 0)).isEqualTo(7);
            assertThat(function.retrying(0, 0, 0, 0)).isEqualTo(-LibC.EAGAIN());
            assertThat(results).as("results of calls not made").containsExactly(8);
        }
    }

    @Test
    void anErrorAfterARetryIsReturned() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            NativeFunction function = planned(arena, -LibC.EINTR(), -LibC.ENOMEM(), 0);

            assertThat(function.retrying(0, 0, 0, 0)).isEqualTo(-LibC.ENOMEM());
            assertThat(results).as("results of calls not made").containsExactly(0);
        }
    }

    /** 0, a result, EPERM, EIO, EBADF, ENOMEM, EBUSY, EINVAL, ETIMEDOUT. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1, -5, -9, -12, -16, -22, -110})
    void anyOtherResultIsReturnedAtOnce(int result) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            NativeFunction function = planned(arena, result, 0);

            assertThat(function.retrying(0, 0, 0, 0)).isEqualTo(result);
            assertThat(results).as("results of calls not made").hasSize(1);
        }
    }
}
