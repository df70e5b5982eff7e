// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written is read by the JDK's own reader. */
class PngWriterTest {
    /** Noise does not compress, so the larger pictures have several chunks. */
    @ParameterizedTest
    @CsvSource({"1, 1, false", "65535, 1, true", "1, 1, true", "3, 2, true", "301, 203, false", "301, 203, true"})
    void theReaderOfTheJdkReadsTheSamePixels(int width, int height, boolean alpha) throws IOException {
        int[] pixels = new Random(width).ints((long) width * height).toArray();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (PngWriter png = new PngWriter(file, width, height, alpha)) {
            int[] row = new int[width];
            for (int y = 0; y < height; y++) {
                System.arraycopy(pixels, y * width, row, 0, width);
                png.row(row);
            }
        }
        ImageIO.setUseCache(false);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file.toByteArray()));

        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getColorModel().hasAlpha()).isEqualTo(alpha);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] |= alpha ? 0 : 0xff00_0000;
        }
        assertThat(image.getRGB(0, 0, width, height, null, 0, width)).isEqualTo(pixels);
    }

    @Test
    void aRowThatIsTooLongIsRefusedBeforeTheFileBegins() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PngWriter(file, 65_536, 1, false).close())
                .withMessage("a picture of 65536 pixels in a row is too wide to be written: at most 65535");
        assertThat(file.size()).isZero();
    }
}
