// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** The BPF programs in the kernel. Needs root and libbpf. */
public final class BpfPrograms {
    private static final MethodHandle NEXT = Linker.nativeLinker()
            .downcallHandle(
                    SymbolLookup.libraryLookup("libbpf.so.1", Arena.global())
                            .find("bpf_prog_get_next_id")
                            .orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    private static final Duration UNLOADED_AFTER = Duration.ofSeconds(20);

    private BpfPrograms() {}

    /** Their numbers. */
    public static Set<Integer> numbers() {
        Set<Integer> numbers = new TreeSet<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment next = arena.allocate(ValueLayout.JAVA_INT);
            while ((int) NEXT.invokeExact(next.get(ValueLayout.JAVA_INT, 0), next) == 0) {
                numbers.add(next.get(ValueLayout.JAVA_INT, 0));
            }
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable defect) {
            throw new AssertionError(defect);
        }
        return numbers;
    }

    /** Returns those that are there and are not among {@code known}; waits until there are none, since the kernel takes a while. */
    public static Set<Integer> remaining(Set<Integer> known) throws InterruptedException {
        long end = System.nanoTime() + UNLOADED_AFTER.toNanos();
        Set<Integer> more = moreThan(known);
        while (!more.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(20);
            more = moreThan(known);
        }
        return more;
    }

    /** Returns those that are there and are not among {@code known}. */
    public static Set<Integer> moreThan(Set<Integer> known) {
        Set<Integer> more = numbers();
        more.removeAll(known);
        return more;
    }
}
