// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.cli.recording.Keep;
import io.github.dmabuf4j.stats.Limit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** The values of --when, --keep and --on-end. */
class RecordOptionsTest {
    private static Limit limit(String text) {
        return new LimitConverter().convert(text);
    }

    private static Keep keep(String text) {
        return new KeepConverter().convert(text);
    }

    @Test
    void limitsAreSizes() {
        assertThat(limit("total=2G")).isEqualTo(Limit.ofTotal(2L << 30));
        assertThat(limit("exporter=1")).isEqualTo(Limit.ofExporter(1));
        assertThat(limit("exporter:system=512M"))
                .isEqualTo(Limit.ofExporter(512 << 20).named("system"));
        assertThat(limit("process:a=b:c=1K")).isEqualTo(Limit.ofProcess(1024).named("a=b:c"));
    }

    @Test
    void aTimeMakesALimitOneOfGrowth() {
        assertThat(limit("process=64M/min")).isEqualTo(Limit.ofProcess(64 << 20).within(Duration.ofMinutes(1)));
        assertThat(limit("total=1G/h")).isEqualTo(Limit.ofTotal(1 << 30).within(Duration.ofHours(1)));
        assertThat(limit("total=1K/10s")).isEqualTo(Limit.ofTotal(1024).within(Duration.ofSeconds(10)));
        assertThat(limit("total=1K/s")).isEqualTo(Limit.ofTotal(1024).within(Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "total", "total=", "total:x=1", "memory=1G", "exporter:=1", "total=1/", "total>1G"})
    void whatIsNoLimitIsASentence(String text) {
        assertThatThrownBy(() -> limit(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text
                        + "' is not a limit: give for instance total=2G, exporter:system=512M, process=256M, or"
                        + " process=64M/min for growth");
    }

    @Test
    void theSizeAndTheTimeOfALimitHaveSentencesOfTheirOwn() {
        assertThatThrownBy(() -> limit("total=x"))
                .hasMessage("'x' is not a size: give a number of bytes, or a number with K, M or G");
        assertThatThrownBy(() -> limit("total=1/year"))
                .hasMessage("'year' is not a duration: give for instance 500ms, 10s, 5m or 2h");
        assertThatThrownBy(() -> limit("total=1/0s"))
                .hasMessage("'total=1/0s': give a time in which it grows, such as min or 10s");
    }

    @Test
    void whatIsKeptIsASizeOrATime() {
        assertThat(keep("100M")).isEqualTo(new Keep(100 << 20, Optional.empty()));
        assertThat(keep("7d")).isEqualTo(new Keep(Long.MAX_VALUE, Optional.of(Duration.ofDays(7))));
        assertThat(keep("12h")).isEqualTo(new Keep(Long.MAX_VALUE, Optional.of(Duration.ofHours(12))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0d", "0", "7w", "-1h", "d", "M", "99999999999999999999G"})
    void whatIsNeitherIsASentence(String text) {
        assertThatThrownBy(() -> keep(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text + "' is neither a size nor a time: give for instance 100M, 7d or 12h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "007", "1234567890", "99999999999999999999"})
    void aNumberThatNoProcessHasIsNotTakenForAName(String text) {
        assertThatThrownBy(() -> new EndChoice.Converter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text + "' is not the number of a process");
    }

    @Test
    void aNameThatIsLongerThanTheKernelKeepsWouldNeverMatch() {
        EndChoice.Converter converter = new EndChoice.Converter();

        assertThatThrownBy(() -> converter.convert("compositor-service"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage(
                        "'compositor-service': of the name of a process the kernel keeps 15 bytes; give a shorter name"
                                + " or a pattern, such as 'compositor-serv'");
        assertThat(converter.convert("compositor-serv").processes()).isPresent();
        assertThat(converter.convert("compositor-service*").processes()).isPresent();
        assertThat(converter.convert("cgroup:compositor.service").processes()).isPresent();
    }

    @Test
    void endsAreThoseOfHoldersOrOfChosenProcesses() {
        EndChoice.Converter converter = new EndChoice.Converter();

        assertThat(converter.convert("holders").processes()).isEmpty();
        assertThat(converter.convert("camera*").processes()).isPresent();
        assertThat(converter.convert("cgroup:camera.service").processes()).isPresent();
        assertThat(converter.convert("12").processes()).isPresent();
        assertThatThrownBy(() -> converter.convert("cgroup:"))
                .hasMessage("'cgroup:' names no process: give a number, a name, cgroup:NAME, or holders");
        assertThatThrownBy(() -> converter.convert("[z-a]"))
                .hasMessage("'[z-a]' has a range whose ends are in the wrong order");
    }
}
