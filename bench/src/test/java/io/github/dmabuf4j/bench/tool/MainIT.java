// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bench/run starts: on this kernel, or in the test VM where this one lacks what it needs. */
class MainIT {
    private static final Path BENCH = Path.of("").toAbsolutePath();

    @TempDir
    private Path directory;

    /** Its streams are not this JVM's: those belong to Maven. */
    private void run(String... command) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("it ended").isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroy();
        }
    }

    private Results bench(String operations) throws IOException, InterruptedException {
        run("native/compile", "target/peers");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String root = BENCH.getParent().toString();
        run(java, "-jar", "target/bench.jar", root, "--quick", "--only", operations, "--out", directory.toString());
        String results = Target.here().mode() + "-quick-only";
        assertThat(directory.resolve(results + ".svg")).exists();
        return ResultsJson.read(directory.resolve(results + ".json"));
    }

    @Test
    void operationsAreMeasuredInTurnsWithC() throws Exception {
        Results results = bench("^(scope|snapshot buffers=1000) \\[");

        assertThat(results.figures())
                .extracting(Measurement::label)
                .containsExactlyInAnyOrder(
                        "scope [C]",
                        "scope [dmabuf4j]",
                        "snapshot buffers=1000 [C]",
                        "snapshot buffers=1000 [dmabuf4j]");
        for (Measurement figure : results.figures()) {
            assertThat(figure.timesC().orElseThrow()).as(figure.label()).isPositive();
            assertTurnsAreOfTheSameWork(figure);
        }
        if (Commands.firstLine("strace", "--version").isPresent()) {
            assertThat(results.find("scope [dmabuf4j]").orElseThrow().calls()).isEqualTo(Map.of("ioctl", 2.0));
        }
    }

    /** As many buffers in each of them: they hardly differ then. */
    private static void assertTurnsAreOfTheSameWork(Measurement figure) {
        List<Double> turns = figure.runs().get(0).peer(PeerWay.C);
        double mean = turns.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        assertThat(turns).as(figure.label()).allMatch(turn -> turn > mean / 2 && turn < mean * 2);
    }
}
