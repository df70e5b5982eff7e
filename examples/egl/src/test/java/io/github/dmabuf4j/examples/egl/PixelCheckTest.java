// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.examples.common.Failure;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PixelCheckTest {
    private static final int[] PICTURE = {0xff000000, 0xff112233, 0xff445566, 0xffffffff};

    @Test
    void theSamePictureIsRight() throws Failure {
        PixelCheck.same("a copy", 2, PICTURE, PICTURE.clone());
    }

    @Test
    void theFirstWrongPixelIsNamedAndAllAreCounted() {
        int[] wrong = PICTURE.clone();
        wrong[2] ^= 1;
        wrong[3] = 0;
        assertThatThrownBy(() -> PixelCheck.same("a copy", 2, PICTURE, wrong))
                .isInstanceOf(Failure.class)
                .hasMessage("a copy: 2 of 4 pixels are wrong; the first, 0 in row 1, is ff445567, not ff445566");
    }

    @Test
    void theDifferenceIsThatOfTheWorstComponent() {
        assertThat(PixelCheck.difference(0xff112233, 0xff112233)).isZero();
        assertThat(PixelCheck.difference(0xff112233, 0xff102231)).isEqualTo(2);
        assertThat(PixelCheck.difference(0xff000000, 0x00000000)).isEqualTo(255);
    }

    @Test
    void aMirroredPictureHasItsRowsReversed() {
        assertThat(Picture.mirrored(2, PICTURE)).containsExactly(PICTURE[1], PICTURE[0], PICTURE[3], PICTURE[2]);
        assertThat(Picture.mirrored(2, Picture.mirrored(2, PICTURE))).containsExactly(PICTURE);
    }

    /** Otherwise a swap of left and right, of colours, or a loss of alpha would not be noticed. */
    @Test
    void thePictureIsNotSymmetric() {
        int[] picture = Picture.pixels(Picture.draw(64, 48));
        assertThat(Picture.mirrored(64, picture)).isNotEqualTo(picture);
        assertThat(Picture.opaque(picture)).isNotEqualTo(picture);
        assertThat(Arrays.stream(picture)).anyMatch(pixel -> (pixel & 0xff) != (pixel >> 16 & 0xff));
    }
}
