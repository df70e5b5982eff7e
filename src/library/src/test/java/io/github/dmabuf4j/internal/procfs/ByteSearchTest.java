// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
    private static final String WANTED = MappedBuffer.LINK_START;

    private static int index(String text, int from, int end) {
        return ByteSearch.LINK_START.indexIn(text.getBytes(StandardCharsets.ISO_8859_1), from, end);
    }

    @Test
    void itIsFoundInThePartAlone() {
        String text = "ab/dmabuf:c";

        assertThat(index(text, 0, text.length())).isEqualTo(2);
        assertThat(index(text, 2, 10)).isEqualTo(2);
        assertThat(index(text, 3, text.length())).isEqualTo(-1);
        assertThat(index(text, 0, 9)).isEqualTo(-1);
        assertThat(index("", 0, 0)).isEqualTo(-1);
    }

    /** Of its letters alone, so that it is often nearly there. */
    @Test
    void itIsFoundAsAStringFindsIt() {
        Random random = new Random(6);
        for (int round = 0; round < 5000; round++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 60) {
                int from = random.nextInt(WANTED.length());
                text.append(WANTED, from, from + 1 + random.nextInt(WANTED.length() - from))
                        .append("\u00ff".repeat(random.nextInt(2)));
            }
            int from = random.nextInt(20);

            assertThat(index(text.toString(), from, text.length()))
                    .as(text.toString())
                    .isEqualTo(text.indexOf(WANTED, from));
        }
    }
}
