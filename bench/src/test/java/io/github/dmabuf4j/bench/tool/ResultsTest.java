// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Results RESULTS = Samples.results(
            Samples.figure("look-up", "C", 100, 100),
            Samples.figure("scope", "C", 10),
            Samples.figure("look-up", "dmabuf4j", 140, 160));

    @TempDir
    private Path directory;

    @Test
    void comesBackFromItsFile() throws IOException {
        Path file = directory.resolve("results.json");
        ResultsJson.write(RESULTS, file);

        assertThat(ResultsJson.read(file)).isEqualTo(RESULTS);
    }

    @Test
    void anotherFileIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("other.json"), "{\"figures\": 1}");

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> ResultsJson.read(file));
    }

    @Test
    void meanSpreadAndRatio() {
        Measurement library = RESULTS.figures().get(2);

        assertThat(library.nanoseconds()).isEqualTo(150);
        assertThat(library.spread()).isEqualTo(10.0 / 150);
        assertThat(library.timesC()).hasValue(1.5);
        assertThat(library.callCount()).hasValue(4);
    }

    @Test
    void sameOperationsComeTogether() {
        assertThat(RESULTS.grouped().figures())
                .extracting(Measurement::label)
                .containsExactly("look-up [C]", "look-up [dmabuf4j]", "scope [C]");
    }

    @Test
    void table() {
        List<String> lines = ResultsText.lines(RESULTS.grouped());

        assertThat(lines)
                .contains(
                        "OPERATION    WAY       INSTRUCTIONS  SPREAD  TIMES C  CPU  HEAP BYTES  CALLS  RESIDENT KIB",
                        "look-up      C                  100   0.0 %     1.00    -          64      4         2,048",
                        "look-up      dmabuf4j           150   6.7 %     1.50    -          64      4         2,048");
    }
}
