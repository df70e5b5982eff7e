// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void understandsAll() {
        Options options = Options.parse(List.of(
                "--quick", "--only", "look-up", "--out", "/tmp/x", "--vms", "1", "--machine", "--source", "6.18"));

        assertThat(options.quick()).isTrue();
        assertThat(options.only().orElseThrow().pattern()).isEqualTo("look-up");
        assertThat(options.out()).contains(Path.of("/tmp/x"));
        assertThat(options.vms()).isEqualTo(1);
        assertThat(options.compare()).isEmpty();
        assertThat(options.suite()).isEqualTo(Suite.MACHINE);
        assertThat(options.kernel()).containsExactly("--source", "6.18");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--fast", "--only", "--only (", "--vms 0", "--vms x", "--compare /nowhere.json"})
    void refusesInOneSentence(String line) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Options.parse(List.of(line.split(" "))))
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n"));
    }
}
