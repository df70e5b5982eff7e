// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.debugfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.support.EvilNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads each text with and without {@link PlainBuffers}: the results must be equal. */
class PlainBuffersTest {
    private static final String ROW = "00004096\t00000002\t02080007\t00000001\tsystem\t00000007\t";
    private static final String DEVICES = "\n\tAttached Devices:\n";
    private static final String CLOSE = "Total 0 devices attached\n\n";

    /** What a mutation inserts: parts of what the kernel writes. */
    private static final List<String> PARTS = List.of(
            "\n",
            "\t",
            "\n\n",
            " ",
            "0",
            "\u20ac",
            "<none>",
            "\tvgem\n",
            "\t \n",
            DEVICES,
            CLOSE,
            "Total 1 devices attached\n\n",
            "Total 0 devices attached\n",
            "\nTotal 1 objects, 4096 bytes\n",
            "\tread fence:3:1 unbound vgem unsignalled\n",
            ROW,
            ROW + "a" + DEVICES + CLOSE,
            ROW + "b" + DEVICES + "\tvgem\nTotal 1 devices attached\n\n");

    private static String read(String kernel) throws IOException {
        String name = "/io/github/dmabuf4j/stats/" + kernel + "/bufinfo";
        try (InputStream file = PlainBuffersTest.class.getResourceAsStream(name)) {
            return KernelText.decode(file.readAllBytes());
        }
    }

    private static Bufinfo assertReadAsByPatterns(String text) {
        Bufinfo list = Bufinfo.parse(text).orElseThrow();
        assertThat(list).as(text).isEqualTo(Bufinfo.parseByPatterns(text).orElseThrow());
        return list;
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-6.1", "linux-6.12", "linux-7.3"})
    void mutatedTextsAreReadAsByPatterns(String kernel) throws IOException {
        String text = read(kernel);
        int start = text.indexOf("name\n") + "name\n".length();
        assertReadAsByPatterns(text);
        Random random = new Random(kernel.hashCode());
        for (int round = 0; round < 3000; round++) {
            StringBuilder mutated = new StringBuilder(text);
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = start + random.nextInt(mutated.length() - start);
                if (random.nextBoolean()) {
                    mutated.insert(at, PARTS.get(random.nextInt(PARTS.size())));
                } else {
                    mutated.delete(at, Math.min(mutated.length(), at + 1 + random.nextInt(40)));
                }
            }
            assertReadAsByPatterns(mutated.toString());
        }
    }

    @Test
    void evilNamesAreReadAsByPatterns() throws IOException {
        String text = read("linux-6.1");
        String heading = text.substring(0, text.indexOf("name\n") + "name\n".length());
        List<String> names = new ArrayList<>(List.of(
                "", "<none>", " ", "a\tb", "\u20ac".repeat(10), "\u20ac".repeat(11), "a".repeat(31), "a".repeat(32)));
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            StringBuilder name = new StringBuilder();
            while (name.length() < EvilNames.LONGEST && random.nextInt(4) > 0) {
                name.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            names.add(name.substring(0, Math.min(name.length(), EvilNames.LONGEST)));
        }
        for (String name : names) {
            String rows = ROW + name + DEVICES + CLOSE + ROW.replace("07\t", "08\t") + name + DEVICES + CLOSE;
            Bufinfo list = assertReadAsByPatterns(heading + rows + "\nTotal 2 objects, 8192 bytes\n");
            assertThat(list.buffers()).as(name).hasSize(2);
        }
    }

    /** Numbers that no long holds, too few digits, exporters of several lines. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "99999999999999999999\t00000002\t02080007\t00000001\tsystem\t00000007\t",
                "00004096\t00000002\t02080007\t00000001\tsystem\t18446744073709551615\t",
                "00004096\t00000002\t02080007\t99999999999999999999\tsystem\t00000007\t",
                "00004096\tffffffffffffffffff\t02080007\t00000001\tsystem\t00000007\t",
                "0004096\t00000002\t02080007\t00000001\tsystem\t00000007\t",
                "00004096\t0000000g\t02080007\t00000001\tsystem\t00000007\t",
                "00004096\t00000002\t02080007\t00000001\t\t00000007\t",
                "00004096\t00000002\t02080007\t00000001\tsys\ntem\t00000007\t",
                "00004096\t00000002\t02080007\t00000001\tsystem\t00000007",
                "00004096\t00000002\t02080007\t00000001\tsystem"
            })
    void rowsOfAnotherFormAreReadAsByPatterns(String row) throws IOException {
        String text = read("linux-7.3");
        String heading = text.substring(0, text.indexOf("name\n") + "name\n".length());
        String good = ROW + "a" + DEVICES + CLOSE;
        String other = row + "b" + DEVICES + CLOSE;
        assertReadAsByPatterns(heading + good + other + good + "\nTotal 3 objects, 12288 bytes\n");
        assertReadAsByPatterns(heading + other + "\nTotal 1 objects, 4096 bytes\n");
        assertReadAsByPatterns(heading + good + row);
    }
}
