// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.support.Checkout;
import io.github.dmabuf4j.support.GeneratedBindings.Claim;
import io.github.dmabuf4j.support.HeaderProbe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class V4l2ColorTest {
    /** Colour spaces, in the order of enum v4l2_colorspace, from 1 on. RAW has no meaning of its own. */
    private static final int SPACES = 12;

    private static final int RAW = 11;

    /** Space alone: the others follow from it. */
    @ParameterizedTest
    @CsvSource({
        "0, 2, 2, 2, UNSPECIFIED",
        "1, 6, 6, 6, LIMITED",
        "2, 7, 7, 7, LIMITED",
        "3, 1, 1, 1, LIMITED",
        "5, 4, 1, 6, LIMITED",
        "6, 5, 1, 6, LIMITED",
        "7, 1, 13, 6, FULL",
        "8, 1, 13, 6, LIMITED",
        "9, 2, 2, 6, LIMITED",
        "10, 9, 14, 9, LIMITED",
        "11, 2, 2, 2, UNSPECIFIED",
        "12, 11, 17, 1, LIMITED",
        "13, 2, 2, 2, UNSPECIFIED",
        "-1, 2, 2, 2, UNSPECIFIED",
    })
    void aColourSpaceHasItsDefaults(int space, int primaries, int transfer, int matrix, ColorRange range) {
        assertThat(new V4l2Color(space, 0, 0, 0).of(DrmFormat.NV12))
                .isEqualTo(new FrameColor(primaries, transfer, matrix, range));
    }

    @Test
    void rgbHasNoMatrixAndIsFull() {
        assertThat(new V4l2Color(8, 0, 0, 0).of(DrmFormat.XRGB8888)).isEqualTo(FrameColor.SRGB);
        assertThat(new V4l2Color(0, 0, 0, 0).of(DrmFormat.XRGB8888)).isEqualTo(FrameColor.UNSPECIFIED);
    }

    @Test
    void theDefaultsAreThoseOfTheHeader(@TempDir Path directory) throws Exception {
        List<Claim> claims = new ArrayList<>();
        for (int space = 1; space <= SPACES; space++) {
            if (space != RAW) {
                claims.add(claim("XFER_FUNC", "(" + space + ")", space));
                claims.add(claim("YCBCR_ENC", "(" + space + ")", space));
                claims.add(claim("QUANTIZATION", "(0, " + space + ", 0)", space));
            }
        }
        Map<String, Long> header =
                new HeaderProbe("cc", Checkout.root().resolve("native-headers/v4l2/v4l2.h"), directory).values(claims);
        assertThat(header).hasSize(3 * (SPACES - 1));
        for (int space = 1; space <= SPACES; space++) {
            if (space != RAW) {
                V4l2Color stated = new V4l2Color(
                        space,
                        header.get("XFER_FUNC " + space).intValue(),
                        header.get("YCBCR_ENC " + space).intValue(),
                        header.get("QUANTIZATION " + space).intValue());
                assertThat(new V4l2Color(space, 0, 0, 0).of(DrmFormat.NV12))
                        .as("colour space %d", space)
                        .isEqualTo(stated.of(DrmFormat.NV12));
            }
        }
    }

    private static Claim claim(String part, String arguments, int space) {
        return new Claim(part + " " + space, "V4L2_MAP_" + part + "_DEFAULT" + arguments, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2, 2, UNSPECIFIED", "1, 1, 1, LIMITED", "6, 6, 6, LIMITED", "1, 13, 6, FULL", "9, 14, 9, LIMITED",
        "9, 16, 9, FULL", "9, 16, 10, LIMITED", "7, 7, 7, LIMITED", "11, 17, 1, LIMITED", "4, 1, 6, LIMITED",
        "5, 8, 6, LIMITED",
    })
    void whatIsWrittenIsReadBack(int primaries, int transfer, int matrix, ColorRange range) {
        FrameColor color = new FrameColor(primaries, transfer, matrix, range);
        assertThat(V4l2Color.of(color).of(DrmFormat.NV12)).isEqualTo(color);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8, 10, 12, 22, 255})
    void otherPrimariesAreRefused(int primaries) {
        assertThatThrownBy(() -> V4l2Color.of(new FrameColor(primaries, 1, 1, ColorRange.LIMITED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("V4L2 has no colour primaries for code point " + primaries
                        + " of H.273: use FrameLayout.withColor to state others, or none");
    }

    @Test
    void anotherMatrixIsRefused() {
        assertThatThrownBy(() -> V4l2Color.of(new FrameColor(1, 1, 8, ColorRange.LIMITED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("V4L2 has no matrix coefficients for code point 8 of H.273");
    }
}
