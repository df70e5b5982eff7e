// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MachineTest {
    private static final long PAGE = Machine.pageBytes();

    @Test
    void aPageIsAPowerOfTwo() {
        assertThat(PAGE).isGreaterThanOrEqualTo(4096);
        assertThat(Long.bitCount(PAGE)).isEqualTo(1);
    }

    @Test
    void thePageSizeIsThatOfAMappingOfThisProcess() throws IOException {
        String line = firstLine("/proc/self/smaps", "MMUPageSize:");

        assertThat(PAGE).isEqualTo(kibibytes(line));
    }

    /** Not to the byte: balloons and hot-plugging change it while the process runs. */
    @Test
    void theMemoryIsWhatProcfsTells() throws IOException {
        assertThat(Machine.memoryBytes())
                .isCloseTo(kibibytes(firstLine("/proc/meminfo", "MemTotal:")), withinPercentage(5));
    }

    private static String firstLine(String file, String key) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .orElseThrow();
    }

    private static long kibibytes(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
    }

    @Test
    void wholePagesStayAsTheyAre() {
        assertThat(Machine.roundUpToPages(0)).isZero();
        assertThat(Machine.roundUpToPages(3 * PAGE)).isEqualTo(3 * PAGE);
        assertThat(Machine.roundDownToPages(0)).isZero();
        assertThat(Machine.roundDownToPages(3 * PAGE)).isEqualTo(3 * PAGE);
    }

    @Test
    void aPartOfAPageIsRounded() {
        assertThat(Machine.roundUpToPages(1)).isEqualTo(PAGE);
        assertThat(Machine.roundUpToPages(PAGE + 1)).isEqualTo(2 * PAGE);
        assertThat(Machine.roundDownToPages(PAGE - 1)).isZero();
        assertThat(Machine.roundDownToPages(2 * PAGE - 1)).isEqualTo(PAGE);
    }

    @Test
    void roundingNeverOverflows() {
        long largest = Long.MAX_VALUE - PAGE + 1;

        assertThat(Machine.roundUpToPages(largest)).isEqualTo(largest);
        assertThatThrownBy(() -> Machine.roundUpToPages(largest + 1)).isInstanceOf(ArithmeticException.class);
        assertThat(Machine.roundDownToPages(Long.MAX_VALUE)).isEqualTo(largest);
    }
}
