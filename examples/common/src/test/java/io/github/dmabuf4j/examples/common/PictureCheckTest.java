// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.common.Program;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of the display example, and the pictures that it needs. */
class PictureCheckTest {
    @Test
    void picturesToldApartAreCounted() throws IOException {
        PictureCheck check = new PictureCheck();
        check.shown(0, 0, "0xa");
        check.shown(1, 1, "0xb");
        check.shown(2, 0, "0xa");
        assertThat(check.checked()).isEqualTo(3);
        assertThat(check.repeats()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0xb | frame 1 (picture 0, CRC 0xb) differs from frame 0 (picture 0, CRC 0xa)"
                        + ", which is the same picture",
                "1 | 0xa | frame 1 (picture 1, CRC 0xa) is equal to frame 0 (picture 0, CRC 0xa)"
                        + ", which is another picture"
            })
    void aWrongPictureEndsTheShow(int picture, String crc, String sentence) throws IOException {
        PictureCheck check = new PictureCheck();
        check.shown(0, 0, "0xa");
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> check.shown(1, picture, crc))
                .withMessage(sentence)
                .matches(failure -> failure.exitCode() == Program.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"640, 480", "3840, 2160", "320, 200"})
    void allPicturesDiffer(int width, int height) {
        Set<List<Integer>> lamps = new HashSet<>();
        for (int number = 0; number < Picture.COUNT; number++) {
            int[] row = new int[width];
            new Picture(number, width, height).row(height * 92 / 100, row);
            lamps.add(IntStream.of(row).boxed().toList());
        }
        assertThat(lamps).hasSize(Picture.COUNT);
    }

    @Test
    void eachPictureComesIntoEachBuffer() {
        assertThat(Picture.COUNT % 3).isNotZero();
    }
}
