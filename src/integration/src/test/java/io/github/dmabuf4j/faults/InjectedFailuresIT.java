// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.faults;

import static io.github.dmabuf4j.support.KernelFeature.FAULT_INJECTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every failure that the kernel can inject into an operation causes an exception with the failure's errno and leaks nothing,
 * and the next call works. {@code InjectedFailuresHostIT} runs this on a kernel that injects failures.
 */
@RealKernel
@Needs(FAULT_INJECTION)
class InjectedFailuresIT {
    /** Operations in which the kernel allocates and copies nothing. */
    private static final Set<String> CANNOT_FAIL = Set.of("DmaBuf.duplicate");

    private static int injected;

    @TempDir
    private Path directory;

    private Subjects subjects;
    private FailNth failNth;

    @BeforeAll
    static void injectEverything() throws IOException {
        Injection.ofEverything();
    }

    @AfterAll
    static void printTotal() {
        System.out.println(injected + " failures injected in all");
    }

    @BeforeEach
    void open() throws IOException {
        subjects = new Subjects(directory);
        failNth = FailNth.ofThisThread();
    }

    @AfterEach
    void close() throws IOException {
        failNth.close();
        subjects.close();
    }

    private Stream<DynamicTest> sweeps(List<Operation> operations) {
        return operations.stream().map(operation -> DynamicTest.dynamicTest(operation.name(), () -> sweep(operation)));
    }

    private void sweep(Operation operation) throws Exception {
        long start = System.nanoTime();
        Sweep sweep = new Sweep(operation, failNth);
        sweep.run();
        System.out.printf(
                "%-26s %4d failures injected in %2d s: %s%n",
                operation.name(), sweep.injected(), (System.nanoTime() - start) / 1_000_000_000, sweep.outcomes());
        injected += sweep.injected();
        if (!CANNOT_FAIL.contains(operation.name())) {
            assertThat(sweep.injected()).as("failures injected").isPositive();
        }
        assertThat(sweep.problems()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> buffers() {
        return sweeps(subjects.buffers());
    }

    @TestFactory
    Stream<DynamicTest> fences() {
        return sweeps(subjects.fences());
    }

    @TestFactory
    Stream<DynamicTest> sharing() {
        return sweeps(subjects.sharing());
    }

    @TestFactory
    Stream<DynamicTest> statistics() throws IOException {
        return sweeps(subjects.statistics());
    }
}
