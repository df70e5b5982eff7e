// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static io.github.dmabuf4j.support.BufferBuilder.details;
import static io.github.dmabuf4j.support.BufferBuilder.holder;
import static io.github.dmabuf4j.support.BufferBuilder.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.support.Snapshots;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

class UsageCommandTest {
    private static final Snapshot SNAPSHOT = Snapshots.of(
            buffer(1)
                    .size(4096)
                    .exporter("system")
                    .heldBy(20)
                    .attached("vgem", 0, 2)
                    .toInfo(),
            buffer(2)
                    .size(8192)
                    .exporter("system")
                    .attached("vgem", 0, 1)
                    .attached("vkms")
                    .toInfo(),
            buffer(3).size(1024).exporter("a,b\n\"c\"").heldBy(20, 30).toInfo());

    private static final List<String> HEADING =
            List.of("kind", "name", "buffers", "attachments", "mapCounter", "size", "processes", "pss", "cgroupPath");

    private static final Snapshot GROUPS = Snapshots.of(
            buffer(1)
                    .size(9000)
                    .held(holder(process(20).with(details(null, "/a.service/x", 0, null)), List.of(3)))
                    .held(holder(process(30).with(details(null, "/a.service", 0, null)), List.of(3)))
                    .held(holder(process(40).with(details(null, "/b\n", 0, null)), List.of(3)))
                    .toInfo(),
            buffer(2).size(8192).heldBy(50).toInfo(),
            buffer(3).size(1024).toInfo());

    @Test
    void buffersAreChargedToTheControlGroupsOfTheirHolders() throws IOException {
        assertThat(Listing.text(GROUPS, "usage", "--by", "cgroup"))
                .containsExactly(
                        "CGROUP     PROCESSES  BUFFERS   RSS   PSS",
                        "a.service          2        1  9000  6000",
                        "/b\\u000a           1        1  9000  3000",
                        "-                  1        1  8192  8192",
                        "",
                        "3 buffers, 18216 bytes; held by user space: 2 buffers, 17192 bytes;"
                                + " by the kernel alone: 1 buffer, 1024 bytes");
        assertThat(Listing.csv(GROUPS, "usage", "--by=cgroup"))
                .containsExactly(
                        HEADING,
                        List.of("cgroup", "a.service", "1", "", "", "9000", "2", "6000", "/a.service"),
                        List.of("cgroup", "/b\n", "1", "", "", "9000", "1", "3000", "/b\n"),
                        List.of("cgroup", "", "1", "", "", "8192", "1", "8192", ""),
                        List.of("total", "", "3", "", "", "18216", "", "", ""),
                        List.of("user-space", "", "2", "", "", "17192", "", "", ""),
                        List.of("kernel-only", "", "1", "", "", "1024", "", "", ""));
        assertThat(Listing.json(GROUPS, "usage", "--by=cgroup")
                        .objects(
                                "cgroups",
                                one -> one.optionalText("cgroup").orElse("-") + " " + one.number("rss") + " "
                                        + one.number("pss")))
                .containsExactly("a.service 9000 6000", "/b\n 9000 3000", "- 8192 8192");
    }

    @Test
    void severalKindsCanBeAddedUpByAtOnce() throws IOException {
        assertThat(Listing.csv(SNAPSHOT, "usage", "--by=device,CGROUP"))
                .extracting(record -> record.get(0))
                .containsExactly("kind", "device", "device", "cgroup", "total", "user-space", "kernel-only");
        assertThat(Listing.json(SNAPSHOT, "usage", "--by=exporter")
                        .members()
                        .keySet()
                        .toString())
                .contains("exporters")
                .doesNotContain("devices", "cgroups");
    }

    @Test
    void controlGroupsNeedTheProcesses() {
        assertThatThrownBy(() -> Listing.text(Snapshots.with(List.of()), "usage", "--by", "cgroup"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("--by cgroup needs the processes that hold buffers: add procfs to --source");
    }

    @Test
    void exportersDevicesAndTotalsAreAddedUp() throws IOException {
        assertThat(Listing.text(SNAPSHOT, "usage"))
                .containsExactly(
                        "EXPORTER      BUFFERS   SIZE",
                        "a,b\\u000a\"c\"        1   1024",
                        "system              2  12288",
                        "",
                        "DEVICE  BUFFERS  ATTACHMENTS  MAPCOUNTER   SIZE",
                        "vgem          2            2           3  12288",
                        "vkms          1            1           -   8192",
                        "",
                        "3 buffers, 13312 bytes; held by user space: 2 buffers, 5120 bytes;"
                                + " by the kernel alone: 1 buffer, 8192 bytes");
    }

    @Test
    void withoutDevicesThereIsNoTableOfThem() throws IOException {
        assertThat(Listing.text(Snapshots.of(buffer(1).size(1).toInfo()), "usage"))
                .containsExactly(
                        "EXPORTER  BUFFERS  SIZE",
                        "-               1     1",
                        "",
                        "1 buffer, 1 bytes; held by user space: 0 buffers, 0 bytes;"
                                + " by the kernel alone: 1 buffer, 1 bytes");
    }

    @Test
    void csvHasAllInOneTable() throws IOException {
        assertThat(Listing.csv(SNAPSHOT, "usage"))
                .containsExactly(
                        HEADING,
                        List.of("exporter", "a,b\n\"c\"", "1", "", "", "1024", "", "", ""),
                        List.of("exporter", "system", "2", "", "", "12288", "", "", ""),
                        List.of("device", "vgem", "2", "2", "3", "12288", "", "", ""),
                        List.of("device", "vkms", "1", "1", "", "8192", "", "", ""),
                        List.of("total", "", "3", "", "", "13312", "", "", ""),
                        List.of("user-space", "", "2", "", "", "5120", "", "", ""),
                        List.of("kernel-only", "", "1", "", "", "8192", "", "", ""));
    }

    @Test
    void csvSaysHowManyBuffersTheSumsLack() throws IOException {
        Snapshot snapshot = Snapshots.of(
                buffer(1).size(4096).exporter("system").toInfo(),
                buffer(2).heldBy(20).toInfo());

        assertThat(Listing.csv(snapshot, "usage"))
                .contains(
                        List.of("total", "", "2", "", "", "4096", "", "", ""),
                        List.of("unknown-size", "", "1", "", "", "", "", "", ""));
    }

    @Test
    void whereNoSourceListsAllTheKernelsShareIsNotTold() throws IOException {
        SourceReport procfs = new SourceReport("procfs", Set.of(StatsCapability.HOLDERS), 0, List.of(), List.of());
        BufferInfo held = buffer(1).size(4096).heldBy(20).toInfo();

        assertThat(Listing.csv(Snapshots.with(List.of(procfs), held), "usage"))
                .extracting(record -> record.get(0))
                .containsExactly("kind", "exporter", "total", "user-space");
    }

    @Test
    void f26_whereAProcessWasNotSeenThoseWithoutAVisibleHolderAreAGroup() throws IOException {
        SourceReport partial = new SourceReport(
                "procfs", Set.of(StatsCapability.ALL_BUFFERS, StatsCapability.HOLDERS), 0, List.of(), List.of());
        Snapshot snapshot =
                Snapshots.with(List.of(partial), buffer(1).size(4096).toInfo());

        assertThat(Listing.csv(snapshot, "usage"))
                .contains(List.of("no-visible-holder", "", "1", "", "", "4096", "", "", ""))
                .noneMatch(row -> row.get(0).equals("kernel-only"));
        assertThat(Listing.json(snapshot, "usage").members().get("totals").toString())
                .contains("noVisibleHolder={buffers=1, size=4096}", "kernelOnly=null");
        assertThat(Listing.text(snapshot, "show", "1")).contains("held by     no visible holder");
    }

    @Test
    void jsonHasTheSameGroups() throws IOException {
        JsonObject json = Listing.json(SNAPSHOT, "usage");

        assertThat(json.objects("exporters", one -> one.text("exporter") + " " + one.number("size")))
                .containsExactly("a,b\n\"c\" 1024", "system 12288");
        assertThat(json.objects("devices", one -> one.text("device") + " " + one.optionalNumber("mapCounter")))
                .containsExactly("vgem OptionalLong[3]", "vkms OptionalLong.empty");
        assertThat(json.members().get("totals").toString())
                .contains("kernelOnly={buffers=1, size=8192}", "userSpace={buffers=2, size=5120}");
    }

    @Test
    void itRunsOnThisMachine() {
        CommandRun run = CommandRun.of("usage", "--source", "procfs");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines().get(0)).startsWith("EXPORTER  BUFFERS");
    }
}
