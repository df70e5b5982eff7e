// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TraceParserTest {
    @Test
    void countsTheThreadBetweenTheMarksAlone() {
        String trace = """
                7 openat(AT_FDCWD, "/before", O_RDONLY) = 3
                7 access("/dmabuf4j-bench-begin-0", F_OK) = -1 ENOENT (No such file or directory)
                7 ioctl(3, DMA_BUF_IOCTL_SYNC <unfinished ...>
                8 futex(0x1, FUTEX_WAIT) = 0
                7 <... ioctl resumed>, 0x7ff) = 0
                7 --- SIGSEGV {si_signo=SIGSEGV} ---
                7 close(3) = 0
                7 access("/dmabuf4j-bench-end", F_OK) = -1 ENOENT (No such file or directory)
                7 close(4) = 0
                7 access("/dmabuf4j-bench-begin-0", F_OK) = -1 ENOENT (No such file or directory)
                7 ioctl(3, DMA_BUF_IOCTL_SYNC) = 0
                7 access("/dmabuf4j-bench-end", F_OK) = -1 ENOENT (No such file or directory)
                9 newfstatat(AT_FDCWD, "/dmabuf4j-bench-begin-1", 0x1, 0) = -1 ENOENT (No such file or directory)
                9 read(3, "", 1) = 0
                9 newfstatat(AT_FDCWD, "/dmabuf4j-bench-end", 0x1, 0) = -1 ENOENT (No such file or directory)
                """;

        List<SortedMap<String, Double>> counts = TraceParser.of(trace.lines(), 2);

        assertThat(counts.get(0)).isEqualTo(Map.of("ioctl", 1.0, "close", 0.5));
        assertThat(counts.get(1)).isEqualTo(Map.of("read", 1.0));
    }

    @Test
    void noCallsWhereNothingWasTraced() {
        assertThat(TraceParser.of(Stream.of(), 1)).containsExactly(new TreeMap<>());
    }
}
