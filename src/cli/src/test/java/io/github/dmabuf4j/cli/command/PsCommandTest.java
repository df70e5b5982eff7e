// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static io.github.dmabuf4j.support.BufferBuilder.holder;
import static io.github.dmabuf4j.support.BufferBuilder.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.support.Snapshots;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PsCommandTest {
    private static final Snapshot TWO = Snapshots.of(
            buffer(1)
                    .size(10_000)
                    .held(holder(process(20), List.of(3, 4), 4096))
                    .held(holder(process(30), List.of(5)))
                    .held(holder(new HoldingProcess(40, "a\nb", 1), List.of(), 4096, 8192))
                    .toInfo(),
            buffer(2).size(4096).heldBy(30).toInfo());

    @Test
    void row20_eachProcessIsALineTheLargestFirst() throws IOException {
        assertThat(Listing.text(TWO, "ps"))
                .containsExactly(
                        "PID  COMMAND   BUFFERS  FDS  MAPPINGS  MAPPEDBYTES    RSS   PSS",
                        " 30  p30             2    2         0            0  14096  7429",
                        " 20  p20             1    2         1         4096  10000  3333",
                        " 40  a\\u000ab        1    0         2        12288  10000  3333",
                        "2 buffers, 14096 bytes; held by user space: 2 buffers, 14096 bytes;"
                                + " by the kernel alone: 0 buffers, 0 bytes");
    }

    @Test
    void csvAndJsonHaveTheSameRows() throws IOException {
        assertThat(Listing.csv(TWO, "ps"))
                .containsExactly(
                        List.of("pid", "command", "buffers", "fds", "mappings", "mappedBytes", "rss", "pss"),
                        List.of("30", "p30", "2", "2", "0", "0", "14096", "7429"),
                        List.of("20", "p20", "1", "2", "1", "4096", "10000", "3333"),
                        List.of("40", "a\nb", "1", "0", "2", "12288", "10000", "3333"));
        assertThat(Listing.json(TWO, "ps")
                        .objects(
                                "processes",
                                one -> one.text("command") + " " + one.number("rss") + " " + one.number("pss")))
                .containsExactly("p30 14096 7429", "p20 10000 3333", "a\nb 10000 3333");
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
    void quietListsTheProcessNumbersAlone() {
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
