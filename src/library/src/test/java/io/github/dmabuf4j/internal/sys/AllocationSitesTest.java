// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllocationSitesTest {
    private static long recorded(AllocationSites sites, int calls) {
        return IntStream.range(0, calls)
                .mapToObj(i -> sites.here())
                .filter(Objects::nonNull)
                .count();
    }

    @Test
    void theFirstAreAllRecordedAndSomeOfTheRest() {
        AllocationSites sites = new AllocationSites();

        assertThat(recorded(sites, 1024)).isEqualTo(1024);
        assertThat(recorded(sites, 25_600)).isEqualTo(100);
    }

    @Test
    void onceOneWasDroppedAllAreRecorded() {
        AllocationSites sites = new AllocationSites();
        recorded(sites, 2000);

        sites.recordAll();

        assertThat(recorded(sites, 1000)).isEqualTo(1000);
    }

    @Test
    void aSiteIsThePlaceOfTheCall() {
        Throwable site = new AllocationSites().here();

        assertThat(site).isNotNull();
        assertThat(site.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("aSiteIsThePlaceOfTheCall"));
    }
}
