// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.examples.common.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A file with a picture that an example showed. */
final class PictureFile {
    private PictureFile() {}

    /** Checks the bars at the top, and the lamps at the bottom. */
    static void check(int picture, Path png, int width, int height) throws IOException {
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        int[] bars = {0xe6e6e6, 0xe6c619, 0x19c6c6, 0x2fb344, 0xb83fb8, 0xd6392f, 0x2f5fd6, 0x14161c};
        for (int bar = 0; bar < bars.length; bar++) {
            int left = bar * width / bars.length;
            int right = (bar + 1) * width / bars.length - 1;
            assertThat(image.getRGB(left, 2) & 0xffffff).as("bar %s", bar).isEqualTo(bars[bar]);
            assertThat(image.getRGB(right, 2) & 0xffffff).as("bar %s", bar).isEqualTo(bars[bar]);
        }
        for (int lamp = 0; lamp < Picture.COUNT; lamp++) {
            int middle = (2 * lamp + 1) * width / (2 * Picture.COUNT);
            assertThat(image.getRGB(middle, height * 92 / 100) & 0xffffff)
                    .as("lamp %s", lamp)
                    .isEqualTo(lamp == picture ? 0xfff4c2 : 0x3a3f4c);
        }
    }
}
