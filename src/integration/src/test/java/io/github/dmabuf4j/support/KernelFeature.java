// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.Udmabuf;
import io.github.dmabuf4j.stats.DebugfsStats;
import io.github.dmabuf4j.stats.SysfsStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/** What tests need of the kernel; see {@link Needs}. */
public enum KernelFeature {
    BUFFERS(
            "the heap system or udmabuf",
            () -> BufferAllocator.heapOrUdmabuf("system").close()),
    SYSTEM_HEAP("the heap system", () -> DmaHeap.open("system").close()),
    CONTIGUOUS_HEAP("a heap of contiguous memory", Heaps::checkContiguous),
    UDMABUF("udmabuf", () -> Udmabuf.open().close()),
    SYSFS_STATS("statistics in sysfs", SysfsStats::open),
    ATTACHMENT_STATS("attachments in sysfs", KernelFeature::checkAttachments),
    DEBUGFS("the list of buffers in debugfs", DebugfsStats::open),
    VGEM("the graphics device vgem", () -> DrmCards.open("vgem").close()),
    VKMS("the graphics device vkms", () -> DrmCards.open("vkms").close()),
    VIVID("the camera vivid", () -> checkFile(Path.of("/sys/bus/platform/drivers/vivid"))),
    VIMC("the camera vimc", () -> checkFile(Path.of("/sys/bus/platform/drivers/vimc"))),
    SW_SYNC("software fences", () -> SwSync.open().close()),
    FAULT_INJECTION("injected failures", () -> checkFile(Path.of("/proc/thread-self/fail-nth"))),
    MEMORY_CGROUPS("control groups with memory limits", KernelFeature::checkMemoryController),
    PRESSURE("memory pressure", () -> checkFile(Path.of("/proc/pressure/memory")));

    private static final Map<KernelFeature, Optional<String>> PROBLEMS = new ConcurrentHashMap<>();

    private final String what;
    private final Check check;

    /** Throws an exception whose message says what is missing. */
    private interface Check {
        void run() throws Exception;
    }

    KernelFeature(String what, Check check) {
        this.what = what;
        this.check = check;
    }

    /** The device of a driver. */
    public static KernelFeature ofDriver(String driver) {
        return valueOf(driver.toUpperCase(Locale.ROOT));
    }

    /** Why this kernel does not have it; empty if it does. This is looked up once for each JVM. */
    Optional<String> problem() {
        return PROBLEMS.computeIfAbsent(this, KernelFeature::look);
    }

    private static Optional<String> look(KernelFeature feature) {
        try {
            feature.check.run();
            return Optional.empty();
        } catch (Exception missing) {
            return Optional.of(String.valueOf(missing.getMessage()));
        }
    }

    /**
     * Returns whether this kernel has it.
     *
     * @throws IllegalStateException if the kernel of a VM should have it and does not
     */
    public boolean isThere() {
        return verdict().outcome() == Verdict.Outcome.RUN;
    }

    /** Skips the running test if this kernel does not have it. Fails it if the kernel of a VM should have it. */
    public void require() {
        Verdict verdict = verdict();
        if (verdict.outcome() == Verdict.Outcome.SKIP) {
            Assumptions.abort(verdict.reason());
        }
    }

    Verdict verdict() {
        Verdict verdict = TestKernel.current().verdict(this, problem());
        if (verdict.outcome() == Verdict.Outcome.FAIL) {
            throw new IllegalStateException(verdict.reason());
        }
        return verdict;
    }

    /** An empty directory is there from the creation of a buffer on. */
    private static void checkAttachments() throws IOException {
        try (BufferAllocator allocator = BufferAllocator.heapOrUdmabuf("system");
                DmaBuf buffer = allocator.allocate(1)) {
            checkFile(SysfsStats.DEFAULT_ROOT.resolve(buffer.inode() + "/attachments"));
        }
    }

    private static void checkMemoryController() throws IOException {
        Path controllers = ControlGroup.ROOT.resolve("cgroup.controllers");
        if (!Files.readString(controllers).contains("memory")) {
            throw new IOException("the memory controller is not in " + controllers);
        }
    }

    private static void checkFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + " does not exist");
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
