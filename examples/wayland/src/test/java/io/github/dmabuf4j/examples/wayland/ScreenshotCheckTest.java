// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.frame.DrmFormat;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ScreenshotCheckTest {
    private static final ScreenshotCheck EXACT = ScreenshotCheck.of(DrmFormat.XRGB8888);

    private static BufferedImage image(int type, int... row) {
        BufferedImage image = new BufferedImage(row.length, 1, type);
        image.setRGB(0, 0, row.length, 1, row, 0, row.length);
        return image;
    }

    private static BufferedImage drawn(int... row) {
        return image(BufferedImage.TYPE_INT_RGB, row);
    }

    @Test
    void theColoursCountAndNotTheAlpha() {
        BufferedImage seen = image(BufferedImage.TYPE_INT_ARGB, 0xff123456, 0x80ffffff);
        assertThatCode(() -> EXACT.compare(1, drawn(0x123456, 0xffffff), seen)).doesNotThrowAnyException();
    }

    @Test
    void theFirstWrongPixelIsNamed() {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> EXACT.compare(7, drawn(0, 0x123456, 1), drawn(0, 0x123457, 2)))
                .withMessage("frame 7: 2 of 3 pixels of the screenshot are wrong, the first at 1,0: 0x123457 instead of"
                        + " 0x123456");
    }

    @Test
    void aFormatOfFewerBitsIsRounded() {
        ScreenshotCheck rounded = ScreenshotCheck.of(DrmFormat.RGB565);
        assertThatCode(() -> rounded.compare(0, drawn(0x102030), drawn(0x111f31)))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> rounded.compare(0, drawn(0x102030), drawn(0x122030)));
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> rounded.compare(0, drawn(0x102030), drawn(0x10202e)));
    }
}
