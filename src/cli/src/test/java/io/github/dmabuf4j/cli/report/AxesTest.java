// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AxesTest {
    private static final Instant START = Instant.parse("2026-05-04T23:59:58Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0|1 KiB|2 KiB|3 KiB|4 KiB",
        "4097, 0|1 KiB|2 KiB|3 KiB|4 KiB|5 KiB",
        "629145600, 0|128 MiB|256 MiB|384 MiB|512 MiB|640 MiB",
        "1288490189, 0|256 MiB|512 MiB|768 MiB|1 GiB|1.25 GiB",
        "9223372036854775807, 0|2 EiB|4 EiB|6 EiB|8 EiB"
    })
    void sizesHaveRoundTicks(long largest, String labels) {
        List<String> found = SizeAxis.upTo((double) largest).values().stream()
                .map(SizeAxis::label)
                .toList();

        assertThat(String.join("|", found)).isEqualTo(labels);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 4096, 5e6, 1.7e12, 9.3e18, 1e21})
    void theLargestSizeHasAPlace(double largest) {
        SizeAxis axis = SizeAxis.upTo(largest);

        assertThat(axis.end()).isGreaterThanOrEqualTo(largest).isFinite();
        assertThat(axis.ticks()).isBetween(3, 6);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, 900, 10_000, 59_000, 3_600_000, 86_400_000L, 86_400_000L * 400, 86_400_000L * 365 * 7000})
    void aTimeAxisHasAFewTicks(long millis) {
        TimeAxis axis = new TimeAxis(START, START.plusMillis(millis), 9);

        assertThat(axis.ticks()).hasSizeBetween(1, 10);
        assertThat(axis.scale(0, 100).at((double) START.toEpochMilli())).isZero();
    }

    @Test
    void aTickSaysItsDateWhereThatChanges() {
        List<TimeAxis.Tick> ticks = new TimeAxis(START, START.plusSeconds(8), 9).ticks();

        assertThat(ticks.get(0).label()).isEqualTo("23:59:58");
        assertThat(ticks.get(0).below()).isEqualTo("2026-05-04");
        assertThat(ticks.get(1).below()).isEmpty();
        assertThat(ticks.get(2).label()).isEqualTo("00:00:00");
        assertThat(ticks.get(2).below()).isEqualTo("2026-05-05");
    }

    @ParameterizedTest
    @CsvSource({"PT0.5S, 500 ms", "PT59S, 59 s", "PT1M, 1 min", "PT61S, 1 min 1 s", "PT26H, 1 d 2 h", "PT2H1S, 2 h"})
    void durationsHaveTwoUnits(Duration duration, String text) {
        assertThat(TimeFormat.of(duration)).isEqualTo(text);
    }

    @Test
    void aPathHasFewDecimalsAndOnlyFiniteNumbers() {
        assertThat(new SvgPath().to(1, 2.06).to(-3.96, 1e9).close().to(5, 5)).hasToString("M1 2.1L-4 1000000000ZM5 5");
        assertThatThrownBy(() -> SvgPath.number(Double.NaN)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> SvgPath.number(1 / 0.0)).isInstanceOf(NumberFormatException.class);
    }
}
