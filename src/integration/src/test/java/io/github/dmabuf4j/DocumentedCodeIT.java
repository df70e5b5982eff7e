// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.PRESSURE;
import static io.github.dmabuf4j.support.KernelFeature.SW_SYNC;
import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameAccess;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameImages;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.share.Delivery;
import io.github.dmabuf4j.share.FrameMessage;
import io.github.dmabuf4j.share.ShareChannel;
import io.github.dmabuf4j.share.ShareListener;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.ControlGroup;
import io.github.dmabuf4j.stats.ControlGroupUsage;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.PressureLevel;
import io.github.dmabuf4j.stats.ProcessDetail;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Sampler;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SnapshotDiff;
import io.github.dmabuf4j.stats.SysfsStats;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import io.github.dmabuf4j.support.SwSync;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.management.JMX;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code in the README and in {@code docs}: {@code DocumentsTest} checks that each block there is a part of this file. */
@RealKernel
@Needs(SYSTEM_HEAP)
@Smoke
@Timeout(60)
class DocumentedCodeIT {
    @TempDir
    Path directory;

    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void keepWhatIsPrinted() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreStandardOutput() {
        System.setOut(standardOutput);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatThisJvmHoldsIsCountedAndRecorded() throws Exception {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf held = heap.allocate(4096)) {
            LiveBuffers live = LiveBuffers.now(); // count, memoryUsed, totalCapacity; makes no system call
            System.out.println(live.count() + " buffers, " + live.memoryUsed() + " bytes");

            BufferLedger.start();
            try (DmaBuf frame = heap.allocate(8 << 20)) {
                AllocationSite largest = BufferLedger.sites().get(0); // the place with most bytes
                System.out.println(
                        largest.count() + " from " + largest.stack().get(0).getMethodName());
                System.out.println(
                        frame + " is one of " + BufferLedger.buffers().size());
            }
            assertThat(held.isOpen()).isTrue();
        } finally {
            BufferLedger.stop();
        }

        assertThat(printed())
                .containsPattern("^[1-9][0-9]* buffers, [1-9][0-9]* bytes\n1 from ")
                .endsWith(" is one of 1\n");
    }

    @Test
    void jmxShowsWhatThisJvmHolds() throws Exception {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf held = heap.allocate(4096)) {
            BufferMBeans.register();
            BufferPoolMXBean pool = JMX.newMXBeanProxy(
                    ManagementFactory.getPlatformMBeanServer(),
                    new ObjectName(BufferMBeans.POOL),
                    BufferPoolMXBean.class);
            System.out.println(pool.getCount() + " live");
            assertThat(held.isOpen()).isTrue();
        } finally {
            BufferMBeans.unregister();
        }

        assertThat(printed()).matches("[1-9][0-9]* live\n");
    }

    @Test
    @Needs(SYSFS_STATS)
    void aBufferIsAllocatedWrittenAndFoundInTheStatistics() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(8 << 20)) {
            buffer.setName("camera-0");
            try (CpuAccess access = buffer.access(Access.WRITE)) {
                access.segment().fill((byte) 0x80);
            }
            System.out.println(SysfsStats.open().of(buffer).exporter());
        }

        assertThat(printed()).isEqualTo("system\n");
    }

    @Test
    void aPictureIsFilledAndSaved() throws IOException {
        File file = directory.resolve("frame.png").toFile();
        try (DmaHeap heap = DmaHeap.open("system")) {
            savePicture(heap, file);
        }

        BufferedImage saved = ImageIO.read(file);
        assertThat(saved.getWidth()).isEqualTo(1920);
        assertThat(saved.getRGB(1919, 1079)).isEqualTo(0xffff_ffff);
    }

    private static void savePicture(DmaHeap heap, File file) throws IOException {
        FrameLayout layout = FrameLayout.linear(DrmFormat.NV12, 1920, 1080, 64).withColor(FrameColor.BT709);
        try (Frame frame = Frame.allocate(heap, layout)) {
            try (FrameAccess access = frame.access(Access.WRITE)) {
                access.plane(0).fill((byte) 235);
                access.plane(1).fill((byte) 128);
            }
            ImageIO.write(FrameImages.read(frame), "png", file); // a java.io.File
        }
    }

    @Test
    void framesThatStayMappedAreSynchronised() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(4096)) {
            analyse(buffer, new Camera(buffer));
        }

        assertThat(printed()).isEqualTo("1\n2\n3\n");
    }

    private static void analyse(DmaBuf buffer, Camera camera) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = buffer.map(MapMode.READ_ONLY, 0, buffer.size(), arena); // once
            while (camera.fillsTheBuffer()) {
                CpuSync sync = buffer.sync(Access.READ);
                try (sync) {
                    System.out.println(pixels.get(ValueLayout.JAVA_BYTE, 0));
                }
            }
        }
    }

    private static final class Camera {
        private final DmaBuf buffer;
        private byte frames;

        Camera(DmaBuf buffer) {
            this.buffer = buffer;
        }

        boolean fillsTheBuffer() throws IOException {
            try (CpuAccess access = buffer.access(Access.WRITE)) {
                access.segment().fill(++frames);
            }
            return frames <= 3;
        }
    }

    @Test
    @Needs(SW_SYNC)
    void aFenceIsWaitedFor() throws Exception {
        try (SwSync timeline = SwSync.open();
                SyncFile done = timeline.fence(1);
                DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(4096)) {
            giveToADevice(buffer, done);
            timeline.advance(1);
            read(buffer, done);
            compose(buffer, done).get(10, TimeUnit.SECONDS);
        }

        assertThat(printed()).isEqualTo("busy\nready\ncompose\n");
    }

    private static void giveToADevice(DmaBuf buffer, SyncFile done) throws Exception {
        buffer.importSyncFile(done, Access.WRITE); // who reads the buffer from now on waits for that work
        if (!buffer.await(Access.READ, Duration.ofMillis(10))) {
            System.out.println("busy"); // the time has passed
        }
    }

    private static void read(DmaBuf buffer, SyncFile done) throws Exception {
        done.await(Duration.ofSeconds(1)); // FenceException where the work has failed
        if (buffer.isReady(Access.READ)) { // does not wait
            System.out.println("ready");
        }
    }

    private static CompletableFuture<Void> compose(DmaBuf buffer, SyncFile done) throws IOException {
        return CompletableFuture.allOf(buffer.whenReady(Access.READ), done.whenSignaled())
                .orTimeout(1, TimeUnit.SECONDS)
                .thenRun(() -> System.out.println("compose"));
    }

    @Test
    @Needs(SW_SYNC)
    void aBufferIsHandedOver() throws Exception {
        Path path = directory.resolve("frames");
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(4096);
                SwSync timeline = SwSync.open();
                SyncFile done = timeline.fence(1);
                ShareListener listener = ShareListener.bind(path)) {
            FutureTask<Void> receiver = new FutureTask<>(() -> receive(path));
            Thread.ofPlatform().start(receiver);
            send(listener, buffer, done, "header".getBytes(StandardCharsets.UTF_8));
            receiver.get(10, TimeUnit.SECONDS);
        }

        assertThat(printed()).isEqualTo("4096 bytes, 1 fence, header\n");
    }

    private static void send(ShareListener listener, DmaBuf buffer, SyncFile done, byte[] header) throws Exception {
        try (ShareChannel channel = listener.accept()) {
            channel.send(List.of(buffer), List.of(done), header); // name and size go with each buffer
        }
    }

    private static Void receive(Path path) throws Exception {
        try (ShareChannel channel = ShareChannel.connect(path);
                Delivery delivery = channel.receive().orElseThrow()) { // empty: the other side has closed, or ended
            DmaBuf buffer = delivery.buffers().get(0); // the same memory: no byte was copied
            System.out.printf(
                    "%d bytes, %d fence, %s%n",
                    buffer.size(), delivery.syncFiles().size(), new String(delivery.data(), StandardCharsets.UTF_8));
        }
        return null;
    }

    @Test
    void aFrameIsHandedOver() throws Exception {
        Path path = directory.resolve("pictures");
        try (DmaHeap heap = DmaHeap.open("system");
                Frame frame = Frame.allocate(heap, FrameLayout.linear(DrmFormat.XRGB8888, 640, 480));
                SyncFile ready = frame.buffer(0).exportSyncFile(Access.READ);
                ShareListener listener = ShareListener.bind(path);
                ShareChannel toReceiver = ShareChannel.connect(path);
                ShareChannel toSender = listener.accept()) {
            sendFrame(toReceiver, frame, ready, new byte[1]);
            receiveFrame(toSender);
        }

        assertThat(printed()).isEqualTo("640x480 XRGB8888 LINEAR\n");
    }

    private static void sendFrame(ShareChannel channel, Frame frame, SyncFile ready, byte[] header) throws Exception {
        channel.send(FrameMessage.of(frame).withAcquireFence(ready).withData(header)); // signals when it is drawn
    }

    private static void receiveFrame(ShareChannel channel) throws Exception {
        try (Delivery delivery = channel.receive().orElseThrow()) {
            Frame frame = delivery.frame().orElseThrow(); // checked against the real sizes of its buffers
            delivery.acquireFence().orElseThrow().await(Duration.ofSeconds(1));
            System.out.println(frame.layout());
        }
    }

    @Test
    void allBuffersOfTheMachineAreListed() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(1 << 20)) {
            try (MachineStats stats = MachineStats.open()) { // what this kernel offers to this user
                Snapshot snapshot = stats.snapshot();
                for (ProcessUsage usage : snapshot.processes()) {
                    System.out.println(usage.process().command() + " " + usage.pss());
                }
                for (BufferInfo each : snapshot.buffers()) {
                    System.out.println(each.inode() + " " + each.size() + " " + each.attachments());
                }
            }

            assertThat(printed()).contains("java ", buffer.inode() + " OptionalLong[1048576] []");
        }
    }

    @Test
    void buffersAreChargedToControlGroups() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(1 << 20)) {
            Set<ProcessDetail> details = Set.of(ProcessDetail.PROGRAM, ProcessDetail.CONTROL_GROUP);
            try (MachineStats stats = MachineStats.open().with(details)) {
                for (ControlGroupUsage group : stats.snapshot().controlGroups()) { // each container, service or scope
                    System.out.println(group.group().map(ControlGroup::name) + " " + group.rss() + " " + group.pss());
                }
            }

            assertThat(printed()).matches("Optional\\[/.*] " + buffer.size() + " " + buffer.size() + "\n");
        }
    }

    @Test
    @Needs(PRESSURE)
    void samplesAreDelivered() throws Exception {
        BlockingQueue<Sample> telemetry = new LinkedBlockingQueue<>();
        sample(telemetry);

        assertThat(printed()).matches("[0-9]+ new, [0-9]+ gone\n");
    }

    private static void sample(BlockingQueue<Sample> telemetry) throws Exception {
        try (MachineStats stats = MachineStats.open();
                Sampler sampler = Sampler.of(stats)
                        .every(Duration.ofMinutes(1))
                        .onPressure(PressureLevel.MEDIUM)
                        .start(sample ->
                                telemetry.add(sample))) { // called on the sampler's thread, one sample after the other
            Snapshot before = telemetry.take().snapshot(); // the first is taken at the start
            sampler.sampleNow("after the update");
            SnapshotDiff diff = telemetry.take().snapshot().since(before);
            System.out.println(
                    diff.appeared().size() + " new, " + diff.vanished().size() + " gone");
        }
    }
}
