// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.support.ProcTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessStatTest {
    private static final long KERNEL_THREAD = 0x0020_0000;

    /** As from an array that was used for a longer file before. */
    private static Optional<ProcessStat> parse(String text) {
        byte[] bytes = KernelText.encode(text + ") Z 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21\n");
        return ProcessStat.parse(bytes, KernelText.length(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"java", "", " ", "a b", "(", ")", "()", ") (", ") S 1 (", "a\nb", "\n", ") R 1 2 3 4 5 6", "ä😀"
            })
    void theCommandMayBeAnything(String command) {
        assertThat(parse(ProcTree.stat(7, command, "S", 0x40_0100, "123456")))
                .hasValue(new ProcessStat(command, false, false, 123_456));
    }

    @Test
    void theStartIsUnsigned() {
        assertThat(parse(ProcTree.stat(7, "x", "R", 0, "18446744073709551615")))
                .hasValue(new ProcessStat("x", false, false, -1));
    }

    @Test
    void aKernelThreadIsToldByItsFlag() {
        assertThat(parse(ProcTree.stat(2, "kthreadd", "S", KERNEL_THREAD | 0x8040, "3")))
                .hasValue(new ProcessStat("kthreadd", false, true, 3));
        assertThat(parse(ProcTree.stat(2, "x", "S", 0xffff_ffffL ^ KERNEL_THREAD, "3")))
                .hasValue(new ProcessStat("x", false, false, 3));
    }

    @Test
    void onlyAZombiesFirstThreadHasEnded() {
        for (String state : List.of("Z", "S", "X", "ZZ", "")) {
            assertThat(parse(ProcTree.stat(7, "x", state, 0, "3")).orElseThrow().firstThreadEnded())
                    .as(state)
                    .isEqualTo(state.equals("Z"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "7",
                "7 (x",
                "7 (x)",
                "7 (x) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 18446744073709551616 20",
                "7 (x) ",
                "7 x) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
                ") S 1 (x",
                "7 (x) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
                "7 (x) S 1 2 3 4 5 flags 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
                "7 (x) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 -1 20",
                "7 (x) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 start 20"
            })
    void aTextOfAnotherKindIsNone(String text) {
        assertThat(parse(text)).isEmpty();
    }

    @Test
    void theStatOfThisProcessIsRead() throws IOException {
        String text = Files.readString(Path.of("/proc/self/stat"));

        assertThat(parse(text)).hasValueSatisfying(stat -> {
            assertThat(stat.command()).isEqualTo(commandOfThisProcess());
            assertThat(stat.kernelThread()).isFalse();
            assertThat(stat.firstThreadEnded()).isFalse();
            assertThat(stat.startTicks()).isPositive();
        });
    }

    private static String commandOfThisProcess() {
        try {
            return Files.readString(Path.of("/proc/self/comm")).strip();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
