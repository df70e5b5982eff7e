// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TerminalKeysTest {
    private static Stream<Arguments> sequences() {
        return Stream.of(
                Arguments.of("a", List.of((int) 'a')),
                Arguments.of("漢", List.of((int) '漢')),
                Arguments.of("\u001b[A\u001b[B", List.of(TerminalKeys.UP, TerminalKeys.DOWN)),
                Arguments.of("\u001bOA\u001bOB", List.of(TerminalKeys.UP, TerminalKeys.DOWN)),
                Arguments.of("\u001b[C\u001b[D", List.of(TerminalKeys.RIGHT, TerminalKeys.LEFT)),
                Arguments.of("\u001b[5~\u001b[6~", List.of(TerminalKeys.PAGE_UP, TerminalKeys.PAGE_DOWN)),
                Arguments.of("\u001b[H\u001b[F", List.of(TerminalKeys.HOME, TerminalKeys.END)),
                Arguments.of("\u001b[1~\u001b[4~", List.of(TerminalKeys.HOME, TerminalKeys.END)),
                Arguments.of("\u001b[7~\u001b[8~", List.of(TerminalKeys.HOME, TerminalKeys.END)),
                Arguments.of("\u001b[15~\u001b[3~\u001bOPx", List.of((int) 'x')),
                Arguments.of("\u001bax", List.of((int) 'x')),
                Arguments.of("\u001b[1;5Bx", List.of(TerminalKeys.DOWN, (int) 'x')),
                Arguments.of("\u001b", List.of(TerminalKeys.ESCAPE)),
                Arguments.of("\u007f", List.of(TerminalKeys.DELETE)));
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void aSequenceIsOneKey(String typed, List<Integer> keys) throws IOException {
        try (LineDisciplineTerminal terminal =
                new LineDisciplineTerminal("test", "xterm", new ByteArrayOutputStream(), StandardCharsets.UTF_8)) {
            terminal.enterRawMode();
            terminal.processInputBytes(typed.getBytes(StandardCharsets.UTF_8));
            TerminalKeys reader = new TerminalKeys(terminal);
            List<Integer> read = new ArrayList<>();
            while (read.size() < keys.size()) {
                int key = reader.next();
                if (key != TerminalKeys.NONE) {
                    read.add(key);
                }
            }
            assertThat(read).isEqualTo(keys);
            assertThat(reader.next()).isEqualTo(TerminalKeys.NONE);
        }
    }
}
