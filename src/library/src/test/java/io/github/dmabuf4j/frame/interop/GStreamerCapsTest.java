// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GStreamerCapsTest {
    private static final Modifier TILED = new Modifier(0x0100000000000002L);

    private static FrameLayout nv12(Modifier modifier) {
        return new FrameLayout(
                640,
                360,
                DrmFormat.NV12,
                modifier,
                FrameLayout.linear(DrmFormat.NV12, 640, 360).planes(),
                FrameColor.UNSPECIFIED);
    }

    @Test
    void thereAreThreeForms() {
        FrameLayout layout = nv12(Modifier.LINEAR);
        assertThat(GStreamerCaps.raw(layout)).isEqualTo("video/x-raw, format=NV12, width=640, height=360");
        assertThat(GStreamerCaps.dmaBuf(layout))
                .isEqualTo("video/x-raw(memory:DMABuf), format=NV12, width=640, height=360");
        assertThat(GStreamerCaps.dmaDrm(layout))
                .isEqualTo("video/x-raw(memory:DMABuf), format=DMA_DRM, drm-format=NV12, width=640, height=360");
    }

    @Test
    void aModifierIsStatedOnlyByTheNewForm() {
        FrameLayout layout = nv12(TILED);
        assertThat(GStreamerCaps.dmaDrm(layout))
                .isEqualTo("video/x-raw(memory:DMABuf), format=DMA_DRM, drm-format=NV12:0x0100000000000002, width=640,"
                        + " height=360");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GStreamerCaps.raw(layout))
                .withMessageContaining("of linear frames");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GStreamerCaps.dmaBuf(layout))
                .withMessageContaining("cannot state the modifier");
    }

    @Test
    void whatIsNotStatedIsNotLinear() {
        FrameLayout layout = nv12(Modifier.INVALID);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GStreamerCaps.dmaDrm(layout))
                .withMessage("GStreamer's drm-format cannot say that a modifier is not stated; use the caps of dmaBuf");
        assertThatIllegalArgumentException().isThrownBy(() -> GStreamerCaps.raw(layout));
        assertThat(GStreamerCaps.parse(GStreamerCaps.dmaBuf(layout)).modifier()).isEqualTo(Modifier.INVALID);
        assertThat(GStreamerCaps.parse(GStreamerCaps.dmaDrm(nv12(Modifier.LINEAR)))
                        .modifier())
                .isEqualTo(Modifier.LINEAR);
        assertThat(GStreamerCaps.parse("video/x-raw, format=NV12, width=2, height=2")
                        .modifier())
                .isEqualTo(Modifier.LINEAR);
    }

    @Test
    void textOfAnElementIsRead() {
        GStreamerCaps caps = GStreamerCaps.parse("video/x-raw(memory:DMABuf, meta:GstVideoOverlayComposition),"
                + " format=(string)DMA_DRM, drm-format=(string)\"NV12:0x0100000000000002\", width=(int)641,"
                + " height=(int)361, framerate=(fraction)40/1, interlace-mode=(string)progressive,"
                + " pixel-aspect-ratio=(fraction)1/1;");
        assertThat(caps).isEqualTo(new GStreamerCaps(641, 361, DrmFormat.NV12, TILED, FrameColor.UNSPECIFIED));
        List<FramePlane> planes = List.of(new FramePlane(0, 0, 704), new FramePlane(0, 300_000, 704));
        assertThat(caps.layout(planes).planes()).isEqualTo(planes);
        assertThatIllegalArgumentException().isThrownBy(caps::layout).withMessageContaining("have no default layout");
    }

    /** The code of R8 ends in spaces. */
    @Test
    void aCodeCanHaveSpaces() {
        String caps = GStreamerCaps.dmaDrm(FrameLayout.linear(DrmFormat.R8, 16, 16));
        assertThat(caps).contains("drm-format=\"R8  \"");
        assertThat(GStreamerCaps.parse(caps).format()).isEqualTo(DrmFormat.R8);
    }

    @ParameterizedTest
    @EnumSource(DrmFormat.class)
    void eachFormatComesBackFromTheNewForm(DrmFormat format) {
        if (format.hasLinearLayout()) {
            FrameLayout layout = FrameLayout.linear(format, 64, 64);
            assertThat(GStreamerCaps.parse(GStreamerCaps.dmaDrm(layout)).format())
                    .isEqualTo(format);
        }
    }

    @ParameterizedTest
    @EnumSource(DrmFormat.class)
    void eachNameComesBackFromTheOldForm(DrmFormat format) {
        if (GStreamerFormat.name(format).isPresent()) {
            FrameLayout layout = FrameLayout.linear(format, 64, 64);
            assertThat(GStreamerCaps.parse(GStreamerCaps.raw(layout)))
                    .isEqualTo(new GStreamerCaps(64, 64, format, Modifier.LINEAR, FrameColor.UNSPECIFIED));
        }
    }

    @Test
    void aFormatWithoutANameIsRefused() {
        FrameLayout layout = FrameLayout.linear(DrmFormat.NV42, 64, 64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GStreamerCaps.raw(layout))
                .withMessage(
                        "GStreamer has no name for the format NV42; GStreamer 1.24 and later take the caps of dmaDrm");
    }

    /** Rows are padded to 4 bytes, and odd pictures have a whole number of rows for the planes of colour. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BGRx | 641 | 3 | 0:2564
            RGB  | 641 | 3 | 0:1924
            YUY2 | 641 | 3 | 0:1284
            NV12 | 641 | 3 | 0:644 2576:644
            I420 | 641 | 3 | 0:644 2576:324 3224:324
            Y42B | 641 | 3 | 0:644 1932:324 2904:324
            NV24 | 641 | 3 | 0:644 1932:1284
            P010_10LE | 641 | 3 | 0:1284 5136:1284
            """)
    void theDefaultLayoutIsGStreamers(String format, int width, int height, String planes) {
        FrameLayout layout = GStreamerCaps.parse(
                        "video/x-raw, format=" + format + ", width=" + width + ", height=" + height)
                .layout();
        assertThat(layout.planes().stream().map(plane -> plane.offset() + ":" + plane.pitch()))
                .containsExactly(planes.split(" ", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "bt601, 6, 6, 6, LIMITED",
        "bt709, 1, 1, 1, LIMITED",
        "sRGB, 1, 13, 0, FULL",
        "bt2100-pq, 9, 16, 9, LIMITED",
        "bt2100-hlg, 9, 18, 9, LIMITED",
        "2:4:7:1, 1, 13, 6, LIMITED",
        "1:4:0:0, 2, 2, 6, FULL",
        "0:0:99:99, 2, 2, 2, UNSPECIFIED",
        "strange, 2, 2, 2, UNSPECIFIED"
    })
    void coloursAreRead(String colorimetry, int primaries, int transfer, int matrix, ColorRange range) {
        assertThat(GStreamerCaps.parse(
                                "video/x-raw, format=NV12, width=2, height=2, colorimetry=(string)" + colorimetry)
                        .color())
                .isEqualTo(new FrameColor(primaries, transfer, matrix, range));
    }

    @Test
    void coloursAreWritten() {
        FrameLayout layout = FrameLayout.linear(DrmFormat.NV12, 2, 2).withColor(FrameColor.BT709);
        assertThat(GStreamerCaps.raw(layout)).endsWith(", colorimetry=2:3:5:1");
        FrameColor pal = new FrameColor(5, 6, 5, ColorRange.LIMITED);
        assertThat(GStreamerCaps.raw(layout.withColor(pal))).endsWith(", colorimetry=2:4:16:3");
        assertThat(GStreamerCaps.parse(GStreamerCaps.raw(layout)).color()).isEqualTo(FrameColor.BT709);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                            | not caps of GStreamer
            ANY                                                           | not of uncompressed video
            video/x-h264, width=2, height=2                               | not of uncompressed video
            video/x-raw                                                   | they have no format
            video/x-raw, format=NV12, width=2                             | they have no height
            video/x-raw, format=NV12, width=0x2, height=2                 | width is not a number of pixels
            video/x-raw, format=NV12, width=-2, height=2                  | width is not a number of pixels
            video/x-raw, format=NV12, width=9999999999, height=2          | width is not a number of pixels
            video/x-raw, format=PAL8, width=2, height=2                   | no format of the kernel is known for 'PAL8'
            video/x-raw, format={ NV12, I420 }, width=2, height=2         | is not a field with one value
            video/x-raw, format=NV12, width=[ 1, 2 ], height=2            | is not a field with one value
            video/x-raw, format=NV12, width=2, height=2; video/x-raw      | they have several structures
            video/x-raw, format=NV12, width=2, height=2, x                | ', x' is not a field with one value
            video/x-raw(format:Interlaced), format=NV12, width=2, height=2 | one field of a frame
            video/x-raw, format=NV12, width=2, height=2, interlace-mode=alternate | one field of a frame
            video/x-raw(memory:DMABuf), format=DMA_DRM, width=2, height=2 | they have no drm-format
            video/x-raw(memory:DMABuf), format=DMA_DRM, drm-format=NV1, width=2, height=2 | drm-format is not a code
            video/x-raw(memory:DMABuf), format=DMA_DRM, drm-format=NV12:7, width=2, height=2 | drm-format is not a code
            video/x-raw(memory:DMABuf), format=DMA_DRM, drm-format=ZZZZ, width=2, height=2 | the kernel's format 'ZZZZ' is not known
            """)
    void whatCannotBeReadIsSaidInASentence(String caps, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GStreamerCaps.parse(caps))
                .withMessageContaining(reason)
                .withMessageContaining("'" + caps + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"width={ 2, 4 }", "width=(int)[ 2, 4 ]", "width=< 2, 4 >"})
    void whatIsNotFixedIsRefused(String width) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GStreamerCaps.parse("video/x-raw, format=NV12, height=2, " + width));
    }
}
