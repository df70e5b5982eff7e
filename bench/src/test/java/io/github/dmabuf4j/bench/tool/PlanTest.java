// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Plan ALL = Plan.of(Suite.OPERATIONS, false, Optional.empty());

    @Test
    void labelsAreUnique() {
        assertThat(new Plan(Catalog.jobs()).labels()).doesNotHaveDuplicates().isNotEmpty();
    }

    @Test
    void peersAreInTheProgram() throws IOException {
        String program = Files.readString(Path.of("native/peers.c"));

        assertThat(new Plan(Catalog.jobs()).peers())
                .allSatisfy(peer -> assertThat(program).contains("{\"" + peer.operation() + "\", "));
    }

    @Test
    void headlinesOfEachKind() {
        List<String> labels = Plan.of(Suite.OPERATIONS, true, Optional.empty()).labels();

        assertThat(labels)
                .contains(
                        "allocate+close heap=system size=4096 [dmabuf4j]",
                        "allocate+close heap=system size=8388608 [dmabuf4j]",
                        "allocate+close heap=system size=4096 [JNA direct]",
                        "scope [dmabuf4j]",
                        "look-up [Files]",
                        "snapshot buffers=1000 [dmabuf4j]")
                .doesNotContain("allocate+close heap=cma size=4096 [dmabuf4j]", "snapshot buffers=100 [dmabuf4j]");
    }

    @Test
    void onlyWhatMatches() {
        Plan plan = Plan.of(Suite.OPERATIONS, false, Optional.of(Pattern.compile("size=4096 .*JNA")));

        assertThat(plan.labels())
                .containsExactly(
                        "allocate+close heap=system size=4096 [JNA interface]",
                        "allocate+close heap=system size=4096 [JNA direct]");
    }

    @Test
    void sharesAreTheWholeAndKeepRatiosTogether() {
        List<Plan> shares = ALL.shares(2);

        assertThat(shares).hasSize(2);
        assertThat(shares.stream().flatMap(share -> share.labels().stream()))
                .containsExactlyInAnyOrderElementsOf(ALL.labels());
        assertThat(shares.get(0).peers())
                .doesNotContainAnyElementsOf(shares.get(1).peers());
    }

    @Test
    void noEmptyShare() {
        assertThat(Plan.of(Suite.OPERATIONS, false, Optional.of(Pattern.compile("set-name")))
                        .shares(2))
                .hasSize(1);
    }

    @Test
    void labelsNameTheSameJobsElsewhere() {
        Plan quick = Plan.of(Suite.OPERATIONS, true, Optional.empty());

        assertThat(Plan.ofLabels(quick.labels().toArray(String[]::new))).isEqualTo(quick);
    }

    @Test
    void headlinesOfTheMachineAreSmall() {
        List<String> labels = Plan.of(Suite.MACHINE, true, Optional.empty()).labels();

        assertThat(labels)
                .contains(
                        "machine, procfs machine=1000/10/200 [dmabuf4j]", "machine, bpf machine=1000/10/200 [dmabuf4j]")
                .noneMatch(label -> label.contains("10000"));
    }

    @Test
    void conditionsLeaveJobsOut() {
        Plan all = new Plan(Catalog.jobs());

        Plan without = all.where(job -> !job.needs().contains("bpf"));

        assertThat(without.labels()).doesNotContain("machine, bpf machine=1000/10/200 [dmabuf4j]");
        assertThat(all.labels())
                .containsAll(without.labels())
                .hasSizeGreaterThan(without.jobs().size());
    }
}
