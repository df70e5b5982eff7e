// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(UnchangedDescriptors.class)
class FramePixelsTest {
    /** The colour of no test. */
    private static final int NOT_READ = 0x1234_5678;

    /** The bytes in memory of one row of two pixels, and the pixels. */
    @ParameterizedTest
    @CsvSource({
        "XRGB8888, 112233ff aabbcc00, ff332211 ffccbbaa",
        "ARGB8888, 11223380 aabbcc00, 80332211 00ccbbaa",
        "XBGR8888, 11223300 aabbcc00, ff112233 ffaabbcc",
        "RGBX8888, 00112233 00aabbcc, ff332211 ffccbbaa",
        "BGRA8888, 80112233 ffaabbcc, 80112233 ffaabbcc",
        "RGB888, 112233 aabbcc, ff332211 ffccbbaa",
        "BGR888, 112233 aabbcc, ff112233 ffaabbcc",
        "RGB565, 00f8 1f00, ffff0000 ff0000ff",
        "BGR565, 00f8 e007, ff0000ff ff00ff00",
        "ARGB1555, 007c 1f80, 00ff0000 ff0000ff",
        "XRGB4444, 7802 fff0, ff227788 ff00ffff",
        "RGB332, e0 03, ffff0000 ff0000ff",
        "XRGB2101010, 0000f03f ff030000, ffff0000 ff0000ff",
        "ABGR2101010, ff0300c0 00fc0f80, ffff0000 aa00ff00",
        "ARGB16161616, ffff00000000ffff 0000ffff00008080, ff0000ff 8000ff00",
        "AXBXGXRX106106106106, c0ff00000000c0ff 0000c0ff00000000, ffff0000 0000ff00",
        "R8, ff 80, ffffffff ff808080",
        "R10, ff03 0202, ffffffff ff808080",
        "R12, ff0f 0808, ffffffff ff808080",
        "R16, ffff 8080, ffffffff ff808080",
        "GR88, ff00 00ff, ffff0000 ff00ff00",
    })
    void rgbIsReadAndWrittenBack(DrmFormat format, String bytes, String pixels) throws IOException {
        String hex = bytes.replace(" ", "");
        byte[] row = HexFormat.of().parseHex(hex.substring(0, 2 * (int) format.rowBytes(0, 2)));
        int[] argb = argb(pixels);
        FrameLayout layout = FrameLayout.linear(format, 2, 1);
        try (DmaBuf buffer = StandInBuffers.pages(1);
                Frame frame = Frame.of(layout, List.of(buffer))) {
            fill(frame, row);
            assertThat(read(frame, 0)).containsExactly(argb);
            fill(frame, new byte[row.length]);
            write(frame, argb);
            assertThat(read(frame, 0)).containsExactly(argb);
            if (!format.name().contains("X")) {
                assertThat(bytes(frame)).startsWith(row);
            }
        }
    }

    @Test
    void coloursBecomeLumaInAGreyPicture() throws IOException {
        try (DmaBuf buffer = StandInBuffers.pages(1);
                Frame frame = Frame.of(FrameLayout.linear(DrmFormat.R8, 4, 1), List.of(buffer))) {
            write(frame, argb("ffff0000 ff00ff00 ff0000ff 00ffff00"));
            assertThat(bytes(frame)).containsExactly(76, 150, 29, 226);
        }
    }

    private static int[] argb(String pixels) {
        return Arrays.stream(pixels.split(" "))
                .mapToInt(pixel -> Integer.parseUnsignedInt(pixel, 16))
                .toArray();
    }

    private static void fill(Frame frame, byte[] bytes) throws IOException {
        try (FrameAccess access = frame.access(Access.WRITE)) {
            MemorySegment.copy(bytes, 0, access.plane(0), JAVA_BYTE, 0, bytes.length);
        }
    }

    private static byte[] bytes(Frame frame) throws IOException {
        try (FrameAccess access = frame.access(Access.READ)) {
            return access.plane(0).toArray(JAVA_BYTE);
        }
    }

    private static int[] read(Frame frame, int y) throws IOException {
        int[] row = new int[frame.layout().width()];
        Arrays.fill(row, NOT_READ);
        try (FrameAccess access = frame.access(Access.READ)) {
            FramePixels.of(frame.layout()).readRow(access, y, row);
        }
        return row;
    }

    private static void write(Frame frame, int[] row) throws IOException {
        try (FrameAccess access = frame.access(Access.WRITE)) {
            FramePixels.of(frame.layout()).writeRow(access, 0, row);
        }
    }

    /** Pure red in limited BT.601 is Y 81, Cb 90, Cr 240; blue is 41, 240, 110. The samples lie where each format has them. */
    @ParameterizedTest
    @CsvSource({
        "YUYV, 515a51f0",
        "YVYU, 51f0515a",
        "UYVY, 5a51f051",
        "VYUY, f0515a51",
        "Y216, 0051005a005100f0",
        "AYUV, f05a51fff05a51ff",
        "XYUV8888, f05a5100f05a5100",
        "VUY888, 515af0515af0",
        "Y416, 005a005100f0ffff005a005100f0ffff",
        "NV12, 51515151 5af0",
        "NV21, 51515151 f05a",
        "NV16, 51515151 5af05af0",
        "NV24, 51515151 5af05af05af05af0",
        "NV42, 51515151 f05af05af05af05a",
        "P010, 0051005100510051 005a00f0",
        "P210, 0051005100510051 005a00f0005a00f0",
        "YUV420, 51515151 5a f0",
        "YVU420, 51515151 f0 5a",
        "YUV410, 51515151 5a f0",
        "YUV411, 51515151 5a5a f0f0",
        "YUV444, 51515151 5a5a5a5a f0f0f0f0",
        "Q401, 0051005100510051 00f000f000f000f0 005a005a005a005a",
    })
    void samplesOfEveryLayout(DrmFormat format, String bytes) throws IOException {
        FrameLayout layout = FrameLayout.linear(format, 2, format.planes() == 1 ? 1 : 2);
        try (DmaBuf buffer = StandInBuffers.pages(1);
                Frame frame = Frame.of(layout, List.of(buffer))) {
            try (FrameAccess access = frame.access(Access.WRITE)) {
                byte[] all = HexFormat.of().parseHex(bytes.replace(" ", ""));
                assertThat(all).hasSize((int) layout.bufferBytes(0));
                int done = 0;
                for (int plane = 0; plane < format.planes(); plane++) {
                    MemorySegment target = access.plane(plane);
                    MemorySegment.copy(all, done, target, JAVA_BYTE, 0, (int) target.byteSize());
                    done += (int) target.byteSize();
                }
            }
            for (int y = 0; y < layout.height(); y++) {
                assertThat(read(frame, y)).containsExactly(0xfffe0000, 0xfffe0000);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AYUV, f05a5180f05a5100, 80 00",
        "XYUV8888, f05a5180f05a5100, ff ff",
        "Y412, 005a005100f01080005a005100f0f000, 80 00",
        "Y416, 005a005100f00080005a005100f0ff00, 80 00",
        "XVYU16161616, 005a005100f00080005a005100f0ff00, ff ff",
    })
    void alphaBesideLumaAndChroma(DrmFormat format, String bytes, String alphas) throws IOException {
        try (DmaBuf buffer = StandInBuffers.pages(1);
                Frame frame = Frame.of(FrameLayout.linear(format, 2, 1), List.of(buffer))) {
            fill(frame, HexFormat.of().parseHex(bytes));
            assertThat(read(frame, 0)).containsExactly(argb(alphas.replaceAll("(\\w+)", "$1fe0000")));
        }
    }

    /**
     * The bytes of Cb and Cr of the first pixel, as plane and offset; the distance to those of pixel (4, 0); and the row of the plane
     * that has those of pixel (0, 4).
     */
    @ParameterizedTest
    @CsvSource({
        "YUYV, 0, 1, 0, 3, 8, 4",
        "YVYU, 0, 3, 0, 1, 8, 4",
        "UYVY, 0, 0, 0, 2, 8, 4",
        "VYUY, 0, 2, 0, 0, 8, 4",
        "Y216, 0, 3, 0, 7, 16, 4",
        "AYUV, 0, 1, 0, 0, 16, 4",
        "VUY888, 0, 1, 0, 2, 12, 4",
        "Y416, 0, 1, 0, 5, 32, 4",
        "NV12, 1, 0, 1, 1, 4, 2",
        "NV21, 1, 1, 1, 0, 4, 2",
        "NV16, 1, 0, 1, 1, 4, 4",
        "NV61, 1, 1, 1, 0, 4, 4",
        "NV24, 1, 0, 1, 1, 8, 4",
        "P010, 1, 1, 1, 3, 8, 2",
        "P210, 1, 1, 1, 3, 8, 4",
        "YUV410, 1, 0, 2, 0, 1, 1",
        "YUV411, 1, 0, 2, 0, 1, 4",
        "YUV420, 1, 0, 2, 0, 2, 2",
        "YVU420, 2, 0, 1, 0, 2, 2",
        "YUV422, 1, 0, 2, 0, 2, 4",
        "YUV444, 1, 0, 2, 0, 4, 4",
        "Q410, 1, 1, 2, 1, 8, 4",
    })
    void chromaIsThatOfThePixel(DrmFormat format, int cbPlane, int cb, int crPlane, int cr, int step, int row)
            throws IOException {
        FrameLayout layout = FrameLayout.linear(format, 8, 8);
        try (DmaBuf buffer = StandInBuffers.pages(1);
                Frame frame = Frame.of(layout, List.of(buffer))) {
            try (FrameAccess access = frame.access(Access.WRITE)) {
                for (int plane = 0; plane < format.planes(); plane++) {
                    access.plane(plane).fill((byte) 128);
                }
                MemorySegment firstCb = access.row(cbPlane, 0);
                MemorySegment firstCr = access.row(crPlane, 0);
                firstCb.set(JAVA_BYTE, cb, (byte) 90);
                firstCr.set(JAVA_BYTE, cr, (byte) 240);
                firstCb.set(JAVA_BYTE, cb + step, (byte) 240);
                firstCr.set(JAVA_BYTE, cr + step, (byte) 110);
                access.row(cbPlane, row).set(JAVA_BYTE, cb, (byte) 54);
                access.row(crPlane, row).set(JAVA_BYTE, cr, (byte) 34);
            }
            int[] first = read(frame, 0);
            int[] fifth = read(frame, 4);
            assertThat(List.of(rgb(first[0]), rgb(first[4]), rgb(fifth[0]), rgb(fifth[4])))
                    .containsExactly(rgb(90, 240), rgb(240, 110), rgb(54, 34), rgb(128, 128));
        }
    }

    private static String rgb(int argb) {
        return HexFormat.of().toHexDigits(argb, 6);
    }

    private static String rgb(int cb, int cr) {
        return rgb(YuvMatrix.of(FrameColor.UNSPECIFIED, 8).argb(128, cb, cr));
    }

    /** Red, green and blue of 75 % or 100 %, as the standards give them for eight bits. */
    @ParameterizedTest
    @CsvSource({
        "6, LIMITED, 81, 90, 240, fe0000",
        "6, LIMITED, 145, 54, 34, 00ff01",
        "5, LIMITED, 41, 240, 110, 0000ff",
        "1, LIMITED, 63, 102, 240, ff0100",
        "1, LIMITED, 173, 42, 26, 00ff01",
        "9, LIMITED, 74, 97, 240, ff0001",
        "6, FULL, 76, 85, 255, fe0000",
        "6, LIMITED, 16, 128, 128, 000000",
        "6, LIMITED, 235, 128, 128, ffffff",
        "6, LIMITED, 255, 128, 128, ffffff",
        "6, LIMITED, 0, 128, 128, 000000",
        "6, FULL, 255, 128, 128, ffffff",
        "6, UNSPECIFIED, 235, 128, 128, ffffff",
    })
    void matrices(int matrix, ColorRange range, int y, int cb, int cr, String rgb) {
        FrameColor color = new FrameColor(2, 2, matrix, range);
        assertThat(Integer.toHexString(YuvMatrix.of(color, 480).argb(y, cb, cr)))
                .isEqualTo("ff" + rgb);
    }

    @Test
    void coloursThatAreNotStatedFollowTheHeight() {
        int red = YuvMatrix.of(FrameColor.BT601, 1).argb(81, 90, 240);
        assertThat(YuvMatrix.of(FrameColor.UNSPECIFIED, 576).argb(81, 90, 240)).isEqualTo(red);
        assertThat(YuvMatrix.of(FrameColor.UNSPECIFIED, 720).argb(81, 90, 240))
                .isEqualTo(YuvMatrix.of(FrameColor.BT709, 1).argb(81, 90, 240))
                .isNotEqualTo(red);
        assertThatThrownBy(() -> YuvMatrix.of(new FrameColor(1, 1, 8, ColorRange.FULL), 480))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "matrix coefficients 8 of H.273 cannot be converted to RGB: 1, 5, 6 and 9 can, and 2, which is"
                                + " unspecified");
    }

    /** Either it converts every pixel of a row, or it says that it cannot. */
    @ParameterizedTest
    @EnumSource
    void everyFormatIsConvertedOrRefused(DrmFormat format) throws IOException {
        if (!format.hasLinearLayout()) {
            return;
        }
        FrameLayout layout = FrameLayout.linear(format, 7, 5);
        try (DmaBuf buffer = StandInBuffers.pages(1);
                Frame frame = Frame.of(layout, List.of(buffer))) {
            if (isSupported(format)) {
                assertThat(read(frame, 4)).hasSize(7).doesNotContain(NOT_READ);
            } else {
                assertThatThrownBy(() -> FramePixels.of(layout))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("pixels in " + format
                                + " cannot be converted; supported are RGB without floats, and Y'CbCr with samples at"
                                + " whole bytes");
            }
        }
    }

    private static boolean isSupported(DrmFormat format) {
        return !format.name().matches("C8|.*F|.*_A8|NV15|P030|.0L.|Y410|XVYU2101010");
    }

    @Test
    void whatCannotBeConvertedIsRefused() throws IOException {
        FrameLayout tiled = new FrameLayout(
                4,
                4,
                DrmFormat.XRGB8888,
                new Modifier(0x0100_0000_0000_0001L),
                List.of(new FramePlane(0, 0, 16)),
                FrameColor.UNSPECIFIED);
        assertThatThrownBy(() -> FramePixels.of(tiled))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the pixels of 4x4 XRGB8888 I915_X_TILED cannot be converted by the CPU: only the hardware of"
                                + " its modifier knows where they are");
        FrameLayout nv12 = FrameLayout.linear(DrmFormat.NV12, 4, 4);
        try (DmaBuf buffer = StandInBuffers.pages(1);
                Frame frame = Frame.of(nv12, List.of(buffer))) {
            assertThatThrownBy(() -> write(frame, new int[4]))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("a picture is drawn into RGB frames only, not into NV12");
            FramePixels other = FramePixels.of(FrameLayout.linear(DrmFormat.NV12, 8, 4));
            try (FrameAccess access = frame.access(Access.READ)) {
                assertThatThrownBy(() -> other.readRow(access, 0, new int[8]))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("the frame is 4x4 NV12 LINEAR, this conversion is for 8x4 NV12 LINEAR");
            }
        }
    }

    @Test
    void aScopeThatReadsRefusesToWrite() throws IOException {
        try (DmaBuf buffer = StandInBuffers.pages(1);
                Frame frame = Frame.of(FrameLayout.linear(DrmFormat.XRGB8888, 4, 4), List.of(buffer));
                FrameAccess access = frame.access(Access.READ)) {
            FramePixels pixels = FramePixels.of(frame.layout());
            assertThatThrownBy(() -> pixels.writeRow(access, 0, new int[4]))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the scope was opened to read alone: open one with Access.WRITE or READ_WRITE");
            assertThatThrownBy(() -> pixels.readRow(access, 4, new int[4]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> pixels.readRow(access, 0, new int[3]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void imagesThereAndBack() throws IOException {
        BufferedImage image = new BufferedImage(5, 3, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 5; x++) {
                image.setRGB(x, y, 0x80_10_20_30 + y * 0x100 + x);
            }
        }
        FrameLayout layout = FrameLayout.linear(DrmFormat.ARGB8888, 5, 3, 64);
        try (DmaBuf buffer = StandInBuffers.pages(1);
                Frame frame = Frame.of(layout, List.of(buffer))) {
            FrameImages.write(image, frame);
            BufferedImage copy = FrameImages.read(frame);
            assertThat(copy.getType()).isEqualTo(BufferedImage.TYPE_INT_ARGB);
            assertThat(copy.getRGB(0, 0, 5, 3, null, 0, 5)).containsExactly(image.getRGB(0, 0, 5, 3, null, 0, 5));
            assertThatThrownBy(() -> FrameImages.write(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB), frame))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("an image of 4x3 pixels does not fit into a frame of 5x3");
        }
    }
}
