// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.StandardError;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationSitesTest {
    private static AllocationSites sites(String... keysAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return AllocationSites.of(properties);
    }

    private static long recorded(AllocationSites sites, int calls) {
        return IntStream.range(0, calls)
                .mapToObj(i -> sites.here())
                .filter(Objects::nonNull)
                .count();
    }

    @Test
    void theFirstAreAllRecordedAndSomeOfTheRest() {
        AllocationSites sites = sites();

        assertThat(recorded(sites, 1024)).isEqualTo(1024);
        assertThat(recorded(sites, 25_600)).isEqualTo(100);
    }

    @Test
    void onceOneWasDroppedAllAreRecorded() {
        AllocationSites sites = sites();
        recorded(sites, 2000);

        sites.recordAll();

        assertThat(recorded(sites, 1000)).isEqualTo(1000);
    }

    @Test
    void aSiteIsThePlaceOfTheCall() {
        Throwable site = sites().here();

        assertThat(site).isNotNull();
        assertThat(site.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("aSiteIsThePlaceOfTheCall"));
    }

    @Test
    void sampledIsTheDefaultWithAnIntervalThatCanBeSet() {
        AllocationSites sites = sites(AllocationSites.LEVEL, "sampled", AllocationSites.INTERVAL, "16");

        assertThat(recorded(sites, 1024)).isEqualTo(1024);
        assertThat(recorded(sites, 1600)).isEqualTo(100);
        assertThat(sites.absence()).isEqualTo("; its allocation site was not recorded, those of later ones are");
    }

    @Test
    void allRecordsEach() {
        assertThat(recorded(sites(AllocationSites.LEVEL, "all"), 5000)).isEqualTo(5000);
    }

    @Test
    void offRecordsNoneAlsoAfterOneWasDropped() {
        AllocationSites sites = sites(AllocationSites.LEVEL, "off");

        assertThat(recorded(sites, 100)).isZero();
        sites.recordAll();
        assertThat(recorded(sites, 100)).isZero();
        assertThat(sites.absence())
                .isEqualTo("; its allocation site was not recorded (-Dio.github.dmabuf4j.allocationSites=off)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ALL", "paranoid", "true"})
    void aLevelThatIsNotValidIsLoggedAndTheDefaultIsUsed(String level) {
        String log = StandardError.of(() -> assertThat(recorded(sites(AllocationSites.LEVEL, level), 1024 + 2560))
                .isEqualTo(1034));

        assertThat(log)
                .containsOnlyOnce(
                        "the system property io.github.dmabuf4j.allocationSites must be off, sampled or all, not \""
                                + level + "\"; sampled is used")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.5", "1000000000", "99999999999", "x"})
    void anIntervalThatIsNotValidIsLoggedAndTheDefaultIsUsed(String interval) {
        String log = StandardError.of(() -> assertThat(recorded(sites(AllocationSites.INTERVAL, interval), 1024 + 2560))
                .isEqualTo(1034));

        assertThat(log)
                .containsOnlyOnce(
                        "the system property io.github.dmabuf4j.allocationSites.interval must be a whole number"
                                + " from 1 to 999999999, not \"" + interval + "\"; 256 is used")
                .hasLineCount(1);
    }

    @Test
    void aValueCannotForgeALineOfTheLog() {
        String log = StandardError.of(() -> sites(AllocationSites.LEVEL, "a\nb"));

        assertThat(log).contains("not \"a\\u000ab\"").hasLineCount(1);
    }

    @Test
    void aDroppedBufferIsReportedWithTheSiteThatTheLevelAsksFor() throws Exception {
        String dropped = "of 4096 bytes was dropped without close; it is freed now";

        assertThat(ChildJvm.run(DroppedBufferMain.class, "-D" + AllocationSites.LEVEL + "=all"))
                .containsOnlyOnce(dropped)
                .contains("it was created here")
                .contains("DroppedBufferMain.dropOne");
        assertThat(ChildJvm.run(DroppedBufferMain.class, "-D" + AllocationSites.LEVEL + "=off"))
                .containsOnlyOnce(dropped + "; its allocation site was not recorded (-D")
                .doesNotContain("DroppedBufferMain.dropOne");
    }
}
