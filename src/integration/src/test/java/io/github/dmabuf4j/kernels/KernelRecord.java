// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.kernels;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.internal.sys.Machine;
import io.github.dmabuf4j.stats.MachineStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes what the kernel of the integration tests has into the file that the system property {@code it.record} names, for
 * {@link KernelsTable}. JUnit finds this class by {@code META-INF/services}.
 */
public final class KernelRecord implements TestExecutionListener {
    private static final Path UDMABUF = Path.of("/dev/udmabuf");

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        String file = System.getProperty("it.record");
        if (file == null || System.getenv("DMABUF4J_NO_KERNEL") != null) {
            return;
        }
        try {
            write(Path.of(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                List.of(
                        "kernel=" + System.getProperty("os.version"),
                        "origin=" + origin(),
                        "architecture=" + System.getProperty("os.arch"),
                        "pageSize=" + Machine.pageBytes(),
                        "allocators=" + allocators(),
                        "sources=" + sources(),
                        "java=" + System.getProperty("java.version"),
                        "suite=" + System.getProperty("it.suite"),
                        "date=" + LocalDate.now(ZoneOffset.UTC)));
    }

    private static String origin() {
        return System.getenv("DMABUF4J_VM") == null
                ? "machine"
                : Optional.ofNullable(System.getenv("DMABUF4J_VM_KERNEL")).orElse("built");
    }

    private static String allocators() {
        List<String> names = new ArrayList<>(heaps());
        if (Files.exists(UDMABUF)) {
            names.add("udmabuf");
        }
        return String.join(", ", names);
    }

    private static List<String> heaps() {
        try {
            return DmaHeap.names();
        } catch (DmaBufException none) {
            return List.of();
        }
    }

    private static String sources() {
        return String.join(
                ", ",
                MachineStats.sourceNames().stream().filter(KernelRecord::isRead).toList());
    }

    private static boolean isRead(String source) {
        try (MachineStats stats = MachineStats.open(Set.of(source))) {
            stats.snapshot();
            return true;
        } catch (DmaBufException missing) {
            return false;
        }
    }
}
