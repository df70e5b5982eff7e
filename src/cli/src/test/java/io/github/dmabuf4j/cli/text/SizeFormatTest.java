// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeFormatTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1, 1 B",
        "999, 999 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1075, 1.0 KiB",
        "1076, 1.1 KiB",
        "1536, 1.5 KiB",
        "10240, 10.0 KiB",
        "1048524, 1023.9 KiB",
        "1048525, 1.0 MiB",
        "1048575, 1.0 MiB",
        "1048576, 1.0 MiB",
        "8388608, 8.0 MiB",
        "1073741823, 1.0 GiB",
        "1073741824, 1.0 GiB",
        "1099511627776, 1.0 TiB",
        "1125899906842624, 1.0 PiB",
        "1152921504606846976, 1.0 EiB",
        "9223372036854775807, 8.0 EiB",
        "-1, -1 B",
        "-1023, -1023 B",
        "-1024, -1.0 KiB",
        "-1048575, -1.0 MiB",
        "-9223372036854775808, -8.0 EiB"
    })
    void forPeopleASizeHasTheLargestUnitOfWhichItIsOne(long bytes, String text) {
        assertThat(SizeFormat.HUMAN.of(bytes)).isEqualTo(text);
    }

    @Test
    void forPeopleNoSizeHasMoreThanThreeDigitsAndOneAfterThePoint() {
        Random random = new Random(1024);
        for (int round = 0; round < 20_000; round++) {
            long bytes = random.nextLong() >> random.nextInt(Long.SIZE);

            assertThat(SizeFormat.HUMAN.of(bytes))
                    .as("%d bytes", bytes)
                    .matches("-?(0 B|[1-9][0-9]{0,2} B|10[01][0-9] B|102[0-3] B"
                            + "|([1-9][0-9]{0,2}|10[01][0-9]|102[0-3])\\.[0-9] [KMGTPE]iB)");
        }
    }

    @Test
    void thePointIsAPointWhateverTheLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(SizeFormat.HUMAN.of(1536)).isEqualTo("1.5 KiB");
            assertThat(SizeFormat.BYTES.of(1_048_576)).isEqualTo("1048576");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1023", "1048576", "-4096", "9223372036854775807"})
    void bytesAreBytes(long bytes) {
        assertThat(SizeFormat.BYTES.of(bytes)).isEqualTo(Long.toString(bytes));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0 B", "1, +1, +1 B", "-1, -1, -1 B", "1536, +1536, +1.5 KiB", "-1536, -1536, -1.5 KiB"})
    void aChangeHasASign(long bytes, String inBytes, String forPeople) {
        assertThat(SizeFormat.BYTES.ofChange(bytes)).isEqualTo(inBytes);
        assertThat(SizeFormat.HUMAN.ofChange(bytes)).isEqualTo(forPeople);
    }
}
