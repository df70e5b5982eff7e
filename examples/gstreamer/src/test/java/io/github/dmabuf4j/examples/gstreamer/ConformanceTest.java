// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.frame.interop.GStreamerCaps;
import io.github.dmabuf4j.frame.interop.GStreamerFormat;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import io.github.dmabuf4j.testing.MemfdAllocator;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The library's caps, formats and layouts against the installed GStreamer, with buffers that stand in for DMA-BUFs. */
@ExtendWith(UnchangedDescriptors.class)
class ConformanceTest {
    /** Where {@code offset} and {@code stride}, arrays of four, are in GstVideoInfo on 64-bit machines. */
    private static final long INFO_OFFSETS = 72;

    private static final long INFO_STRIDES = 104;

    private static Gst gst;

    /** GStreamer keeps some descriptors from the first use on. */
    @BeforeAll
    static void openWhatStaysOpen() throws Exception {
        gst = InstalledGStreamer.start();
        try (MemfdAllocator allocator = MemfdAllocator.open();
                Sequence sequence =
                        Sequence.start(gst, allocator, FrameLayout.linear(DrmFormat.XRGB8888, 64, 64), "fakesink")) {
            sequence.next(0);
            sequence.show(0);
        }
    }

    static Stream<DrmFormat> named() {
        return Arrays.stream(DrmFormat.values())
                .filter(format -> GStreamerFormat.name(format).isPresent());
    }

    @ParameterizedTest
    @MethodSource("named")
    void gstreamerKnowsTheName(DrmFormat format) {
        try (Arena arena = Arena.ofConfined()) {
            String name = GStreamerFormat.name(format).orElseThrow();
            assertThat(gst.videoFormatFromString.callInt(
                            arena.allocateFrom(name).address()))
                    .as(name)
                    .isGreaterThan(1);
        }
    }

    /** Elements without a GstVideoMeta assume GStreamer's strides. */
    @ParameterizedTest
    @MethodSource("named")
    void theDefaultLayoutIsGStreamers(DrmFormat format) {
        for (int width : new int[] {1, 2, 5, 640, 641, 1022}) {
            for (int height : new int[] {1, 2, 3, 360, 361}) {
                GStreamerCaps caps = new GStreamerCaps(width, height, format, Modifier.LINEAR, FrameColor.UNSPECIFIED);
                assertThat(caps.layout().planes())
                        .as("%s %dx%d", format, width, height)
                        .isEqualTo(planesOfGStreamer(caps.layout()));
            }
        }
    }

    private static List<FramePlane> planesOfGStreamer(FrameLayout layout) {
        SymbolLookup video = SymbolLookup.libraryLookup("libgstvideo-1.0.so.0", Arena.global());
        try (Arena arena = Arena.ofConfined()) {
            long info = NativeFunction.of(video, "gst_video_info_new").call();
            int format = gst.videoFormatFromString.callInt(
                    arena.allocateFrom(GStreamerFormat.name(layout.format()).orElseThrow())
                            .address());
            NativeFunction.of(video, "gst_video_info_set_format").call(info, format, layout.width(), layout.height());
            List<FramePlane> planes = planes(info, layout.planes().size());
            NativeFunction.of(video, "gst_video_info_free").call(info);
            return planes;
        }
    }

    private static List<FramePlane> planes(long info, int count) {
        MemorySegment fields = MemorySegment.ofAddress(info).reinterpret(INFO_STRIDES + 4 * JAVA_INT.byteSize());
        List<FramePlane> planes = new ArrayList<>();
        for (int plane = 0; plane < count; plane++) {
            long offset = fields.get(JAVA_LONG, INFO_OFFSETS + plane * JAVA_LONG.byteSize());
            planes.add(new FramePlane(0, offset, fields.get(JAVA_INT, INFO_STRIDES + plane * JAVA_INT.byteSize())));
        }
        return planes;
    }

    /** What is pushed with offsets and strides of its own comes out with them, and in the same buffers. */
    @Test
    void aFrameComesBackAsItWas() throws IOException {
        List<FrameLayout> layouts = new ArrayList<>();
        for (DrmFormat format : List.of(DrmFormat.XRGB8888, DrmFormat.NV12, DrmFormat.YUV420, DrmFormat.YUYV)) {
            layouts.add(FrameLayout.linear(format, 641, 361, 256));
            layouts.add(apart(FrameLayout.linear(format, 641, 361, 64)));
        }
        for (FrameLayout layout : layouts) {
            checkThatItComesBack(layout.withColor(FrameColor.BT601));
        }
    }

    /** Each plane in a buffer of its own. */
    private static FrameLayout apart(FrameLayout layout) {
        List<FramePlane> planes = new ArrayList<>();
        for (FramePlane plane : layout.planes()) {
            planes.add(new FramePlane(planes.size(), 256L * planes.size(), plane.pitch()));
        }
        return new FrameLayout(
                layout.width(), layout.height(), layout.format(), layout.modifier(), planes, layout.color());
    }

    private static void checkThatItComesBack(FrameLayout layout) throws IOException {
        try (MemfdAllocator allocator = MemfdAllocator.open();
                Sequence sequence = Sequence.start(gst, allocator, layout, "appsink name=out sync=false")) {
            Frame sent = sequence.frame(0);
            try (Sample sample = pushAndPull(sequence, 0)) {
                assertThat(sample.frame().layout()).isEqualTo(layout);
                assertThat(inodes(sample.frame())).isEqualTo(inodes(sent));
                assertThat(sequence.released(0)).isNotDone();
            }
        }
    }

    private static List<Long> inodes(Frame frame) throws IOException {
        List<Long> inodes = new ArrayList<>();
        for (DmaBuf buffer : frame.buffers()) {
            inodes.add(buffer.inode());
        }
        return inodes;
    }

    /** A sink that holds on to a frame keeps this program from drawing into it. */
    @Test
    void aFrameInUseIsNotDrawnInto() throws IOException, InterruptedException {
        try (MemfdAllocator allocator = MemfdAllocator.open();
                Sequence sequence = Sequence.start(
                        gst,
                        allocator,
                        FrameLayout.linear(DrmFormat.XRGB8888, 64, 64),
                        "appsink name=out sync=false")) {
            Sample held = pushAndPull(sequence, 0);
            pushAndPull(sequence, 1).close();
            pushAndPull(sequence, 2).close();
            // An appsink keeps the frame that it gave last.
            sequence.next(1);
            assertThat(sequence.released(0)).isNotDone();
            held.close();
            sequence.next(3);
            assertThat(sequence.released(0)).isDone();
        }
    }

    private static Sample pushAndPull(Sequence sequence, int number) throws IOException {
        sequence.push(number);
        return Sample.pull(gst, sequence.pipeline().element("out"), Pipeline.TIMEOUT.toNanos())
                .orElseThrow();
    }
}
