// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.CommandRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceCommandTest {
    @ParameterizedTest
    @CsvSource({
        "--count=0, at least 1 event is needed",
        "--duration=0, give a time to trace for",
        "--duration=soon, is not a duration",
        "--buffer=2G, give at most 1G",
        "--buffer=0, give at least 1 byte",
        "--events=birth, give one of export"
    })
    void valuesThatMakeNoSenseAreRefused(String option, String sentence) {
        CommandRun run = CommandRun.of("trace", option);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(sentence).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }
}
