// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.consumers;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.frame.interop.AvDrmFrame;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.UnchangedBuffers;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames as FFmpeg's own functions see them: libavutil maps their buffers, and copies its software frames from and to them. */
@RealKernel
@Needs({SYSTEM_HEAP, VGEM})
@ExtendWith(UnchangedBuffers.class)
class FFmpegIT {
    private static final int WIDTH = 30;
    private static final int HEIGHT = 18;

    private static AvDrm ffmpeg;
    private static Path card;

    @BeforeAll
    static void load(@TempDir Path directory) throws IOException, InterruptedException {
        ffmpeg = AvDrm.inOrSkip(directory);
        try (DirectoryStream<Path> cards = Files.newDirectoryStream(Path.of("/dev/dri"), "card*")) {
            card = cards.iterator().next();
        }
    }

    /** Pitches that no hardware would have, so that nothing but the descriptor can be right. */
    static Stream<FrameLayout> layouts() {
        List<FramePlane> planes = List.of(new FramePlane(0, 5, 33), new FramePlane(1, 4103, 37));
        return Stream.of(
                FrameLayout.linear(DrmFormat.XRGB8888, WIDTH, HEIGHT),
                FrameLayout.linear(DrmFormat.XRGB8888, WIDTH, HEIGHT, 7),
                FrameLayout.linear(DrmFormat.NV12, WIDTH, HEIGHT, 7),
                new FrameLayout(WIDTH, HEIGHT, DrmFormat.NV12, Modifier.LINEAR, planes, FrameColor.UNSPECIFIED));
    }

    private static AvDrm.Frames framesOf(FrameLayout layout) {
        // In memory XRGB8888 begins with blue.
        String format = layout.format() == DrmFormat.NV12 ? "nv12" : "bgr0";
        return ffmpeg.open(card, format, layout.width(), layout.height());
    }

    private static Frame allocate(FrameLayout layout) throws IOException {
        try (DmaHeap heap = DmaHeap.open("system")) {
            return Frame.allocate(heap, layout);
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void ffmpegReadsWhatJavaHasWritten(FrameLayout layout) throws IOException {
        AtomicInteger releases = new AtomicInteger();
        Frame frame = allocate(layout);
        byte[] written = PixelBytes.write(frame);
        int fd = frame.buffer(0).fd();
        try (Arena arena = Arena.ofConfined();
                AvDrm.Frames frames = framesOf(layout)) {
            AvDrmFrame descriptor = AvDrmFrame.of(frame);
            Runnable release = () -> {
                releases.incrementAndGet();
                descriptor.close();
            };
            try (AvDrm.Picture picture = frames.of(descriptor.segment(), release, arena)) {
                frame.close();
                assertThat(picture.download(written.length)).isEqualTo(written);
                assertThat(OpenFiles.ofThisProcess()).containsKey(fd);
                assertThat(releases).hasValue(0);
            }
        }
        assertThat(releases).hasValue(1);
        assertThat(OpenFiles.ofThisProcess()).doesNotContainKey(fd);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void javaReadsWhatFfmpegHasWritten(FrameLayout layout) throws IOException {
        try (Arena arena = Arena.ofConfined();
                Frame frame = allocate(layout);
                AvDrmFrame descriptor = AvDrmFrame.of(frame);
                AvDrm.Frames frames = framesOf(layout);
                AvDrm.Picture picture = frames.of(descriptor.segment(), () -> {}, arena)) {
            byte[] noise = PixelBytes.noise(PixelBytes.write(frame).length);
            picture.upload(noise);
            assertThat(PixelBytes.read(frame)).isEqualTo(noise);
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void javaKeepsAPictureOfFfmpeg(FrameLayout layout) throws IOException {
        byte[] noise;
        Frame kept;
        try (Frame model = allocate(layout);
                AvDrmFrame descriptor = AvDrmFrame.of(model);
                AvDrm.Frames frames = framesOf(layout);
                AvDrm.Picture picture = frames.owning(descriptor.segment(), MemorySegment.NULL)) {
            noise = PixelBytes.noise(PixelBytes.write(model).length);
            picture.upload(noise);
            kept = AvDrmFrame.read(reach(picture), WIDTH, HEIGHT, FrameColor.UNSPECIFIED);
        }
        try (kept) {
            assertThat(kept.layout()).isEqualTo(layout);
            assertThat(PixelBytes.read(kept)).isEqualTo(noise);
        }
    }

    private static MemorySegment reach(AvDrm.Picture picture) {
        return picture.descriptor().reinterpret(AvDrmFrame.BYTES);
    }

    @Test
    void aLayerForEachPlaneIsOnePictureForFfmpegAndForJava() throws IOException {
        FrameLayout layout = FrameLayout.linear(DrmFormat.NV12, WIDTH, HEIGHT, 7);
        try (Arena arena = Arena.ofConfined();
                Frame model = allocate(layout);
                AvDrmFrame descriptor = AvDrmFrame.of(model);
                AvDrm.Frames frames = framesOf(layout);
                AvDrm.Picture picture = frames.owning(
                        descriptor.segment(),
                        arena.allocateFrom(JAVA_INT, DrmFormat.R8.code(), DrmFormat.GR88.code()))) {
            byte[] noise = PixelBytes.noise(PixelBytes.write(model).length);
            picture.upload(noise);
            assertThatThrownBy(() -> AvDrmFrame.read(reach(picture), WIDTH, HEIGHT, FrameColor.UNSPECIFIED))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2 layers");
            try (Frame frame = AvDrmFrame.read(reach(picture), DrmFormat.NV12, WIDTH, HEIGHT, FrameColor.UNSPECIFIED)) {
                assertThat(frame.layout()).isEqualTo(layout);
                assertThat(PixelBytes.read(frame)).isEqualTo(noise);
            }
        }
    }
}
