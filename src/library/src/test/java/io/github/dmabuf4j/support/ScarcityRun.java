// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts a JVM with little memory that runs {@link Scarcity}, and checks what it prints. The system property
 * {@code scarcity.milliseconds} says how long each JVM goes on, {@code scarcity.seed} where its random numbers begin.
 */
public final class ScarcityRun {
    private static final String SEED = System.getProperty("scarcity.seed", "1");

    private ScarcityRun() {}

    /**
     * Fails where something is left, or where too little happened to show anything.
     *
     * @param options of the JVM, with spaces between them
     * @param milliseconds where the property does not say otherwise
     */
    public static void check(Class<?> main, Scarcity.Of what, String options, int milliseconds, Path directory)
            throws IOException, InterruptedException {
        long time = Long.getLong("scarcity.milliseconds", milliseconds);
        Path output = directory.resolve("output");
        List<String> command =
                ChildJvm.command(main, options(options), what.name(), Long.toString(time), SEED, directory.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(10 * time + 120_000, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        List<String> lines = Files.readAllLines(output);
        assertThat(ended).as("it ended; its output: %s", lines).isTrue();
        assertThat(lines).as("its last line").last().isEqualTo(Scarcity.END);
        List<String> turns = lines.stream()
                .filter(line -> line.matches("\\S+ [0-9]+ [0-9]+ \\[.*]"))
                .toList();
        assertThat(turns).as("turns").anyMatch(turn -> !turn.matches("\\S+ [0-9]+ 0 .*"));
        assertThat(turns).as("operation, calls, failures, left").allMatch(turn -> turn.endsWith(" []"));
        System.out.println("stress of " + what + ", " + options + ": " + total(turns, 1) + " calls, " + total(turns, 2)
                + " failures, nothing left");
    }

    private static long total(List<String> turns, int word) {
        return turns.stream()
                .mapToLong(turn -> Long.parseLong(turn.split(" ", -1)[word]))
                .sum();
    }

    private static List<String> options(String options) {
        List<String> all = new ArrayList<>(List.of(options.split(" ")));
        all.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
        return all;
    }
}
