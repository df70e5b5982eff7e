// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarsTest {
    private static final int[] COLORS = {0xc0c0c0, 0xc0c000, 0x00c0c0, 0x00c000, 0xc000c0, 0xc00000, 0x0000c0, 0x000000
    };

    private static BufferedImage bars() {
        BufferedImage image = new BufferedImage(80, 4, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, COLORS[x / 10]);
            }
        }
        return image;
    }

    @Test
    void theRightBarsAreFound() {
        assertThat(Bars.THREE_QUARTERS.wrong(bars())).isEmpty();
        assertThat(Bars.FULL.wrong(bars())).hasValue("the pixel at 2,0 is c0c0c0, and that bar is ffffff");
    }

    @ParameterizedTest
    @CsvSource({"15, 0, b8c000", "37, 3, 00c009", "72, 1, 060000"})
    void oneWrongPixelIsFound(int x, int y, String color) {
        BufferedImage image = bars();
        image.setRGB(x, y, Integer.parseInt(color, 16));
        assertThat(Bars.THREE_QUARTERS.wrong(image))
                .hasValue(String.format("the pixel at %d,%d is %s, and that bar is %06x", x, y, color, COLORS[x / 10]));
    }

    /** A conversion rounds, and mixes the colours where bars meet. */
    @ParameterizedTest
    @CsvSource({"15, bbc405", "72, 050505", "10, 123456", "79, 123456"})
    void whatAConversionDoesIsRight(int x, String color) {
        BufferedImage image = bars();
        image.setRGB(x, 0, Integer.parseInt(color, 16));
        assertThat(Bars.THREE_QUARTERS.wrong(image)).isEmpty();
    }
}
