// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/**
 * Linux DMA-BUFs for Java, the buffers that cameras, GPUs, displays and NPUs share: allocates, maps, synchronises, fences and
 * shares them, and shows every buffer of the machine with the processes and devices that use it.
 *
 * <pre>{@code
 * try (DmaHeap heap = DmaHeap.open("system");
 *         DmaBuf buffer = heap.allocate(8 << 20)) {
 *     buffer.setName("camera-0");
 *     try (CpuAccess access = buffer.access(Access.WRITE)) {
 *         access.segment().fill((byte) 0x80);
 *     }
 *     System.out.println(SysfsStats.open().of(buffer).exporter());
 * }
 * }</pre>
 *
 * <p>The library is pure Java and needs a JVM of version 22 or newer on Linux, started with
 * {@code --enable-native-access=io.github.dmabuf4j} when the library is on the module path, or with
 * {@code --enable-native-access=ALL-UNNAMED} when it is on the class path.
 *
 * <ul>
 *   <li>{@link io.github.dmabuf4j}: heaps, buffers, access scopes, fences, devices, errors
 *   <li>{@link io.github.dmabuf4j.frame}: pictures in buffers, with format, modifier and planes
 *   <li>{@link io.github.dmabuf4j.frame.interop}: pictures in the form in which EGL, Vulkan, Wayland, KMS, V4L2, FFmpeg and
 *       GStreamer take them
 *   <li>{@link io.github.dmabuf4j.share}: handing buffers and fences to other processes
 *   <li>{@link io.github.dmabuf4j.stats}: the statistics of all buffers of the machine, from BPF iterators, sysfs, debugfs and
 *       procfs
 * </ul>
 */
@NullMarked
@SuppressWarnings("module") // the modules that exports name are compiled after this
module io.github.dmabuf4j {
    requires org.slf4j;
    requires static java.desktop;
    requires static java.management;
    requires static jdk.jfr;
    requires static org.jspecify;

    exports io.github.dmabuf4j;
    exports io.github.dmabuf4j.frame;
    exports io.github.dmabuf4j.frame.interop;
    exports io.github.dmabuf4j.share;
    exports io.github.dmabuf4j.stats;
    exports io.github.dmabuf4j.internal.bpf to
            io.github.dmabuf4j.cli;
    exports io.github.dmabuf4j.internal.sys to
            io.github.dmabuf4j.cli;
    exports io.github.dmabuf4j.internal.trace to
            io.github.dmabuf4j.cli;
    exports io.github.dmabuf4j.internal.standin to
            io.github.dmabuf4j.testing;
}
