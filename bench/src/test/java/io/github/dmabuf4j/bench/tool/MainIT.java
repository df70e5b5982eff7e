// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bench/run starts: on this kernel, or in the test VM where this one lacks what it needs. */
class MainIT {
    private static final Path BENCH = Path.of("").toAbsolutePath();

    @TempDir
    private Path folder;

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }

    private void bench(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "target/bench.jar",
                BENCH.getParent().toString(),
                "--out",
                folder.toString()));
        command.addAll(List.of(options));
        run(command.toArray(String[]::new));
    }

    @Test
    void anOperationIsMeasuredInTurnsWithC() throws Exception {
        run("cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", "target/peers", "native/peers.c");

        bench("--quick", "--only", "^scope \\[");

        String mode = Place.here().mode();
        Results results = ResultsJson.read(folder.resolve(mode + "-quick-only.json"));
        assertThat(results.figures()).extracting(Measured::label).containsExactly("scope [C]", "scope [dmabuf4j]");
        assertThat(results.figures())
                .allSatisfy(figure -> assertThat(figure.calls()).isEqualTo(Map.of("ioctl", 2.0)));
        assertThat(results.figures())
                .allSatisfy(figure -> assertThat(figure.nanoseconds()).isPositive());
        assertThat(results.figures().get(1).timesC().orElseThrow()).isPositive();
        assertThat(folder.resolve(mode + "-quick-only.svg")).exists();
    }
}
