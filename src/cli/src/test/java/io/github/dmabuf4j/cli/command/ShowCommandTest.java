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
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.stats.BufferFence;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.support.Snapshots;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShowCommandTest {
    private static final Snapshot SNAPSHOT = Snapshots.of(
            buffer(7).toInfo(),
            buffer(-1)
                    .size(65_536)
                    .exporter("system")
                    .name("a\nheld by     forged")
                    .references(3)
                    .held(holder(
                            process(20).with(details("Camera", "/a.service/b", 1000, "cam")),
                            List.of(3, 14),
                            4096,
                            8192))
                    .held(holder(process(30), List.of()))
                    .attached("vgem", 0, 2)
                    .attached("vkms")
                    .fence(new BufferFence("write", "sw_sync", "t 1", OptionalLong.empty(), OptionalLong.of(-1), false))
                    .fence(new BufferFence("read", "", "", OptionalLong.of(-2), OptionalLong.of(7), true))
                    .toInfo());

    @Test
    void allThatIsKnownOfABufferIsShown() throws IOException {
        assertThat(Listing.text(SNAPSHOT, "show", "18446744073709551615"))
                .containsExactly(
                        "inode       18446744073709551615",
                        "size        65536",
                        "exporter    system",
                        "name        a\\u000aheld by     forged",
                        "references  3",
                        "held by     user space",
                        "",
                        "PID  COMMAND  FDS   MAPPINGS  MAPPEDBYTES  USER  CGROUP",
                        " 20  Camera   3 14         2        12288  cam   a.service",
                        " 30  p30      -            0            0  -     -",
                        "",
                        "UID  DEVICE  MAPCOUNTER",
                        "  0  vgem             2",
                        "  -  vkms             -",
                        "",
                        "USAGE  DRIVER   TIMELINE               CONTEXT                 SEQNO  SIGNALED",
                        "write  sw_sync  t 1                          -  18446744073709551615  no",
                        "read   -        -         18446744073709551614                     7  yes",
                        "");
    }

    @Test
    void whatIsNotKnownIsADash() throws IOException {
        assertThat(Listing.text(SNAPSHOT, "show", "7"))
                .containsExactly(
                        "inode       7",
                        "size        -",
                        "exporter    -",
                        "name        -",
                        "references  -",
                        "held by     the kernel alone",
                        "");
    }

    @Test
    void f28_aNameThatIsADashIsNotTakenForNone() throws IOException {
        Snapshot snapshot = Snapshots.of(buffer(7).name("-").exporter("\udcff").toInfo());

        assertThat(Listing.text(snapshot, "show", "7"))
                .contains("name        \\u002d", "exporter    \\xff", "size        -");
    }

    @Test
    void csvHasTheHolders() throws IOException {
        assertThat(Listing.csv(SNAPSHOT, "show", "18446744073709551615"))
                .containsExactly(
                        List.of("pid", "command", "fds", "mappings", "mappedBytes", "user", "cgroup"),
                        List.of("20", "Camera", "3 14", "2", "12288", "cam", "a.service"),
                        List.of("30", "p30", "", "0", "0", "", ""));
        assertThat(Listing.csv(SNAPSHOT, "show", "7")).hasSize(1);
    }

    @Test
    void jsonHasTheBuffer() throws IOException {
        JsonObject json = Listing.json(SNAPSHOT, "show", "18446744073709551615");

        assertThat(json.members().get("buffer").toString())
                .contains(
                        "inode=18446744073709551615",
                        "seqno=18446744073709551615",
                        "context=18446744073709551614",
                        "fds=[3, 14]");
        assertThat(json.objects("processes", one -> one.optionalText("program") + " " + one.optionalText("cgroupPath")))
                .containsExactly("Optional[Camera] Optional[/a.service/b]", "Optional.empty Optional.empty");
    }

    @Test
    void aBufferThatIsNotListedIsASentence() {
        assertThatThrownBy(() -> Listing.text(SNAPSHOT, "show", "8"))
                .isInstanceOf(BadRequestException.class)
                .hasMessage("there is no buffer 8 now, or no source that could be read lists it: see 'dmabuf ls'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-human", "--csv", "--json"})
    void onThisMachineABufferThatIsNotThereIsASentenceToo(String format) {
        CommandRun run = CommandRun.of("show", "18446744073709551615", "--source", "procfs", format);

        assertThat(run.err()).startsWith("dmabuf show: there is no buffer 18446744073709551615 now");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(1);
    }
}
