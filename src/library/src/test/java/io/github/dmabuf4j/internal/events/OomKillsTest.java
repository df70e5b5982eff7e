// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OomKillsTest {
    @TempDir
    Path folder;

    private Path count(long kills) throws IOException {
        return Files.writeString(
                folder.resolve("vmstat"),
                "nr_free_pages 1\noom_kill_x 99\nunevictable 7\noom_kill " + kills + "\nswap 5\n");
    }

    @Test
    void onlyThoseSinceTheLastLookCount() throws IOException {
        OomKills kills = new OomKills(count(5).toString());

        assertThat(kills.more()).as("those before the first look").isZero();
        count(6);
        assertThat(kills.more()).isEqualTo(1);
        assertThat(kills.more()).isZero();
        count(9);
        assertThat(kills.more()).isEqualTo(3);
        assertThat(kills.more()).isZero();
    }

    /** For want of descriptors, say. */
    @Test
    void aCountThatCannotBeReadForOnceIsNoKill() throws IOException {
        Path file = count(5);
        OomKills kills = new OomKills(file.toString());
        Files.delete(file);
        assertThat(kills.more()).isZero();
        count(5);
        assertThat(kills.more()).isZero();
        count(6);
        assertThat(kills.more()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "-1", "99999999999999999999", "1 2"})
    void f01_aCountThatMakesNoSenseIsNoKill(String count) throws IOException {
        Path file = count(5);
        OomKills kills = new OomKills(file.toString());
        Files.writeString(file, "oom_kill " + count + "\n");
        assertThat(kills.more()).isZero();
        count(6);
        assertThat(kills.more()).isEqualTo(1);
    }

    @Test
    void whereTheKernelDoesNotCountThereIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("vmstat"), "nr_free_pages 1\n");
        OomKills kills = new OomKills(file.toString());

        assertThat(kills.more()).isZero();
    }
}
