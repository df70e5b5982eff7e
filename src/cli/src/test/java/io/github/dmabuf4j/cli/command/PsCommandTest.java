// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static io.github.dmabuf4j.support.BufferBuilder.details;
import static io.github.dmabuf4j.support.BufferBuilder.holder;
import static io.github.dmabuf4j.support.BufferBuilder.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.ProcessDetails;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.Unreadable;
import io.github.dmabuf4j.support.Snapshots;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PsCommandTest {
    private static final String ID = "0123456789ab" + "cdef".repeat(13);
    private static final ProcessDetails DETAILS = details("Camera\n", "/docker-" + ID + ".scope", 1000, null);
    private static final Snapshot TWO = Snapshots.of(
            buffer(1)
                    .size(10_000)
                    .held(holder(process(20).with(DETAILS), List.of(3, 4), 4096))
                    .held(holder(process(30), List.of(5)))
                    .held(holder(new HoldingProcess(40, "a\nb", 1), List.of(), 4096, 8192))
                    .toInfo(),
            buffer(2).size(4096).heldBy(30).toInfo());

    @Test
    void row20_eachProcessIsALineTheLargestFirst() throws IOException {
        assertThat(Listing.text(TWO, "ps"))
                .containsExactly(
                        "PID  COMMAND       BUFFERS  FDS  MAPPINGS  MAPPEDBYTES    RSS   PSS  USER  CGROUP",
                        " 30  p30                 2    2         0            0  14096  7429  -     -",
                        " 20  Camera\\u000a        1    2         1         4096  10000  3333  1000  docker-0123456789ab",
                        " 40  a\\u000ab            1    0         2        12288  10000  3333  -     -",
                        "2 buffers, 14096 bytes; held by user space: 2 buffers, 14096 bytes;"
                                + " by the kernel alone: 0 buffers, 0 bytes");
    }

    @Test
    void csvAndJsonHaveTheSameRows() throws IOException {
        assertThat(Listing.csv(TWO, "ps"))
                .containsExactly(
                        List.of(
                                "pid",
                                "command",
                                "buffers",
                                "fds",
                                "mappings",
                                "mappedBytes",
                                "rss",
                                "pss",
                                "user",
                                "cgroup",
                                "cgroupPath"),
                        List.of("30", "p30", "2", "2", "0", "0", "14096", "7429", "", "", ""),
                        List.of(
                                "20",
                                "Camera\n",
                                "1",
                                "2",
                                "1",
                                "4096",
                                "10000",
                                "3333",
                                "1000",
                                "docker-0123456789ab",
                                "/docker-" + ID + ".scope"),
                        List.of("40", "a\nb", "1", "0", "2", "12288", "10000", "3333", "", "", ""));
        assertThat(Listing.json(TWO, "ps")
                        .objects(
                                "processes",
                                one -> one.text("command") + " " + one.number("rss") + " " + one.number("pss")))
                .containsExactly("p30 14096 7429", "Camera\n 10000 3333", "a\nb 10000 3333");
    }

    @Test
    void theBuffersOfOneProcessAreShownWithItsShare() throws IOException {
        assertThat(Listing.text(TWO, "ps", "20"))
                .containsExactly(
                        "pid         20",
                        "command     Camera\\u000a",
                        "buffers     1",
                        "fds         2",
                        "mappings    1",
                        "mappedBytes 4096",
                        "rss         10000",
                        "pss         3333",
                        "user        1000",
                        "cgroup      docker-0123456789ab",
                        "cgroupPath  /docker-" + ID + ".scope",
                        "",
                        "INODE   SIZE  EXPORTER  NAME  FDS  MAPPINGS  MAPPEDBYTES  HOLDERS   PSS",
                        "    1  10000  -         -     3 4         1         4096        3  3333",
                        "");
        assertThat(Listing.csv(TWO, "ps", "30"))
                .containsExactly(
                        List.of(
                                "inode",
                                "size",
                                "exporter",
                                "name",
                                "fds",
                                "mappings",
                                "mappedBytes",
                                "holders",
                                "pss"),
                        List.of("1", "10000", "", "", "5", "0", "0", "3", "3333"),
                        List.of("2", "4096", "", "", "3", "0", "0", "1", "4096"));
        assertThat(Listing.json(TWO, "ps", "30").members().get("process").toString())
                .contains("pid=30", "rss=14096", "held=[{inode=1,", "{inode=2,");
    }

    @Test
    void aProcessThatHoldsNothingIsASentence() {
        int self = (int) ProcessHandle.current().pid();
        Unreadable unreadable = new Unreadable("process " + self + " (java)", "because");

        assertThatThrownBy(() -> Listing.text(TWO, "ps", "0"))
                .isInstanceOf(BadRequestException.class)
                .hasMessage("there is no process 0, or it is hidden from this user");
        assertThatThrownBy(() -> Listing.csv(TWO, "ps", "" + self))
                .hasMessage("process " + self + " holds no buffer: 'dmabuf ps' lists the processes that do");
        assertThatThrownBy(() ->
                        Listing.text(Snapshots.with(List.of(Snapshots.source(List.of(unreadable)))), "ps", "" + self))
                .hasMessage("the buffers of process " + self + " cannot be read: because");
        assertThatThrownBy(() -> Listing.text(Snapshots.with(List.of()), "ps", "" + self))
                .message()
                .endsWith("add procfs to --source");
        assertThat(CommandRun.of("ps", "--source", "procfs", "0").err())
                .isEqualTo("dmabuf ps: there is no process 0, or it is hidden from this user\n");
        assertThat(CommandRun.of("ps", "bash").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void chosenColumnsAreThoseOfTextCsvAndJson() throws IOException {
        assertThat(Listing.text(TWO, "ps", "-o", "pss,pid")).startsWith(" PSS  PID", "7429   30", "3333   20");
        assertThat(Listing.csv(TWO, "ps", "-o", "mappedbytes")).startsWith(List.of("mappedBytes"), List.of("0"));
        assertThat(Listing.json(TWO, "ps", "-o", "pid,rss")
                        .objects("processes", one -> one.members().toString()))
                .startsWith("{pid=30, rss=14096}");
    }

    @Test
    void quietListsTheProcessNumbersAlone() throws IOException {
        assertThat(Listing.bare(TWO, "ps", "-q")).containsExactly("30", "20", "40");
    }

    @Test
    void itRunsOnThisMachine() {
        CommandRun run = CommandRun.of("ps", "--source", "procfs");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines().get(0)).contains("PID  COMMAND");
    }
}
