// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.dmabuf4j.host.HostCommand.Outcome;
import io.github.dmabuf4j.support.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of bench/run. It measures on this kernel, or in the test VM if this kernel lacks heaps or statistics. */
@OnHost
class BenchHostIT {
    @TempDir
    private Path directory;

    /** Measures the operations. Returns the figures of the results file, by label. */
    private Map<String, Map<?, ?>> bench(String operations) throws IOException, InterruptedException {
        HostCommand host = new HostCommand(directory);
        Path programs = HostCommand.ROOT.resolve("bench/target/programs");
        String root = HostCommand.ROOT.toString();
        assertSuccess(host.runOfProject("bench/native/compile", programs.toString()));
        assertSuccess(host.run(
                ChildJvm.java(),
                "-jar",
                programs.resolve("bench.jar").toString(),
                root,
                "--quick",
                "--only",
                operations,
                "--out",
                directory.toString()));
        assertThat(onlyFile("-quick-only.svg")).isNotEmptyFile();
        Map<String, Map<?, ?>> figures = new TreeMap<>();
        List<?> all = (List<?>)
                JSON.std.mapFrom(Files.readString(onlyFile("-quick-only.json"))).get("figures");
        all.forEach(figure -> figures.put(label((Map<?, ?>) figure), (Map<?, ?>) figure));
        return figures;
    }

    private static void assertSuccess(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    }

    /** The start of the name depends on the kernel that measured. */
    private Path onlyFile(String end) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(end)).toList();
            assertThat(found).as(end).hasSize(1);
            return found.get(0);
        }
    }

    private static String label(Map<?, ?> figure) {
        String parameters = ((Map<?, ?>) figure.get("parameters"))
                .entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue() + " ")
                        .collect(Collectors.joining());
        return figure.get("operation") + " " + parameters + "[" + figure.get("way") + "]";
    }

    @Test
    void operationsAreMeasuredInTurnsWithC() throws Exception {
        Map<String, Map<?, ?>> figures = bench("^(scope|snapshot buffers=1000) \\[");

        assertThat(figures)
                .containsOnlyKeys(
                        "scope [C]",
                        "scope [dmabuf4j]",
                        "snapshot buffers=1000 [C]",
                        "snapshot buffers=1000 [dmabuf4j]");
        figures.forEach(BenchHostIT::assertTurnsDoTheSameWork);
        if (isInstalled("strace")) {
            assertThat(figures.get("scope [dmabuf4j]").get("calls")).isEqualTo(Map.of("ioctl", 2.0));
        }
    }

    /** All turns have the same number of buffers, so they hardly differ. */
    private static void assertTurnsDoTheSameWork(String label, Map<?, ?> figure) {
        assertThat((Double) figure.get("nanoseconds")).as(label).isPositive();
        Map<?, ?> run = (Map<?, ?>) ((List<?>) figure.get("runs")).get(0);
        List<Double> turns = ((List<?>) ((Map<?, ?>) run.get("peers")).get("C"))
                .stream().map(Double.class::cast).toList();
        double mean = turns.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        assertThat(turns).as(label).allMatch(turn -> turn > mean / 2 && turn < mean * 2);
    }

    private boolean isInstalled(String program) throws IOException, InterruptedException {
        return new HostCommand(directory)
                        .run("sh", "-c", "command -v " + program)
                        .exitCode()
                == 0;
    }
}
