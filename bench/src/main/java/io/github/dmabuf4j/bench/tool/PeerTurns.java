// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The C program takes its turn after each iteration that counts. So a ratio is one of figures from the same kernel in the
 * same state: what has run before makes up to 10 % of an allocation, in C alone.
 */
public final class PeerTurns implements InternalProfiler {
    static final String NAME = "peer";

    private static final String SEPARATOR = "\t";

    private final int warmups;
    private final List<String> command;
    private int iterations;
    private Process process;
    private BufferedReader answers;

    /** As JMH wants it. */
    public PeerTurns(String settings) {
        List<String> fields = Arrays.asList(settings.split(SEPARATOR, -1));
        warmups = Integer.parseInt(fields.get(0));
        command = fields.subList(1, fields.size());
    }

    /** For the constructor: how many iterations do not count, and the program. */
    static String settings(int warmups, List<String> command) {
        return warmups + SEPARATOR + String.join(SEPARATOR, command);
    }

    @Override
    public String getDescription() {
        return "the same in C, in turns";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        // Its turn is after it.
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        iterations++;
        return iterations > warmups
                ? List.of(new ScalarResult(NAME, turn(), "ns/op", AggregationPolicy.AVG))
                : List.of();
    }

    private double turn() {
        try {
            if (process == null) {
                start();
            }
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new FailureException(String.join(" ", command) + " ended with " + process.waitFor());
            }
            return Double.parseDouble(answer);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new FailureException("interrupted", failure);
        }
    }

    /** It ends with this JVM, which holds the other end of its input. */
    private void start() throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
    }
}
