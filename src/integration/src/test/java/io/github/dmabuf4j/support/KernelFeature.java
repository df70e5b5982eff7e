// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.Udmabuf;
import io.github.dmabuf4j.stats.BpfStats;
import io.github.dmabuf4j.stats.DebugfsStats;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.StatsSource;
import io.github.dmabuf4j.stats.SysfsStats;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/** What tests need of the kernel; see {@link Needs}. */
public enum KernelFeature {
    BUFFERS("the heap system or udmabuf"),
    SYSTEM_HEAP("the heap system"),
    CONTIGUOUS_HEAP("a heap of contiguous memory"),
    UDMABUF("udmabuf"),
    SYSFS_STATS("statistics in sysfs"),
    ATTACHMENT_STATS("attachments in sysfs"),
    DEBUGFS("the list of buffers in debugfs"),
    BPF_ITERATORS("BPF iterators over descriptors and mappings"),
    BUFFER_ITERATOR("the BPF iterator over buffers"),
    VGEM("the graphics device vgem"),
    VKMS("the graphics device vkms"),
    VIVID("the camera vivid"),
    VIMC("the camera vimc"),
    SW_SYNC("software fences"),
    FAULT_INJECTION("injected failures"),
    MEMORY_CGROUPS("control groups with memory limits"),
    PRESSURE("memory pressure"),
    TRACEPOINTS("the tracepoints of DMA-BUFs"),
    KERNEL_PROBES("probes at functions of the kernel, by their arguments' names");

    private static final Map<KernelFeature, Optional<String>> PROBLEMS = new ConcurrentHashMap<>();
    private static final Closeable NOTHING = () -> {};

    private final String what;

    KernelFeature(String what) {
        this.what = what;
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
            feature.open().close();
            return Optional.empty();
        } catch (IOException missing) {
            return Optional.of(String.valueOf(missing.getMessage()));
        }
    }

    /** Opens it. Throws an exception whose message says what is missing. */
    private Closeable open() throws IOException {
        return switch (this) {
            case BUFFERS -> BufferAllocator.heapOrUdmabuf("system")::close;
            case SYSTEM_HEAP -> DmaHeap.open("system")::close;
            case CONTIGUOUS_HEAP -> Heaps.openContiguous()::close;
            case UDMABUF -> Udmabuf.open()::close;
            case SYSFS_STATS -> nothingOf(SysfsStats.open());
            case ATTACHMENT_STATS -> attachments();
            case DEBUGFS -> DebugfsStats.open()::close;
            case BPF_ITERATORS -> BpfStats.open()::close;
            case BUFFER_ITERATOR -> bufferIterator();
            case VGEM, VKMS -> DrmCards.open(name().toLowerCase(Locale.ROOT))::close;
            case VIVID, VIMC -> file("/sys/bus/platform/drivers/" + name().toLowerCase(Locale.ROOT));
            case SW_SYNC -> SwSync.open()::close;
            case FAULT_INJECTION -> file("/proc/thread-self/fail-nth");
            case MEMORY_CGROUPS -> memoryController();
            case PRESSURE -> file("/proc/pressure/memory");
            case TRACEPOINTS -> file("/sys/kernel/tracing/events/dma_buf");
            case KERNEL_PROBES -> probes();
        };
    }

    /** A source holds nothing open that is closed. */
    private static Closeable nothingOf(StatsSource source) {
        return () -> Objects.requireNonNull(source);
    }

    /** An empty directory is there from the creation of a buffer on. */
    private static Closeable attachments() throws IOException {
        try (BufferAllocator allocator = BufferAllocator.heapOrUdmabuf("system");
                DmaBuf buffer = allocator.allocate(1)) {
            return file(SysfsStats.DEFAULT_ROOT + "/" + buffer.inode() + "/attachments");
        }
    }

    private static Closeable bufferIterator() throws IOException {
        try (BpfStats bpf = BpfStats.open()) {
            if (!bpf.withoutHolders().read().capabilities().contains(StatsCapability.DEVICES)) {
                throw new IOException("the BPF iterators of this kernel do not list buffers that no process holds");
            }
        }
        return NOTHING;
    }

    private static Closeable memoryController() throws IOException {
        Path controllers = ControlGroup.ROOT.resolve("cgroup.controllers");
        if (!Files.readString(controllers).contains("memory")) {
            throw new IOException("the memory controller is not in " + controllers);
        }
        return NOTHING;
    }

    /** The kernel's own text about its probes says whether they know arguments by their names (Linux 6.6). */
    private static Closeable probes() throws IOException {
        Path tracefs = Path.of("/sys/kernel/tracing");
        file(tracefs + "/kprobe_events");
        file("/sys/kernel/btf/vmlinux");
        if (!Files.readString(tracefs.resolve("README")).contains("<argname>")) {
            throw new IOException("the probes of this kernel do not know the names of arguments");
        }
        return NOTHING;
    }

    private static Closeable file(String path) throws IOException {
        if (!Files.exists(Path.of(path))) {
            throw new IOException(path + " does not exist");
        }
        return NOTHING;
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

    @Override
    public String toString() {
        return what;
    }
}
