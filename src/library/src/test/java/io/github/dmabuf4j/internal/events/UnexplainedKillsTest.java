// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnexplainedKillsTest {
    private static final GroupOomKills UNKNOWN_GROUP = new GroupOomKills("/no such group");

    @TempDir
    private Path directory;

    private final AtomicLong clock = new AtomicLong();

    @BeforeEach
    void aMachineThatHasKilledFour() throws IOException {
        count(4);
    }

    private Path file() {
        return directory.resolve("vmstat");
    }

    private void count(long kills) throws IOException {
        Files.writeString(file(), "oom_kill " + kills + "\n");
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private UnexplainedKills kills(Duration patience) {
        return new UnexplainedKills(new OomKills(file().toString()), patience, clock::get);
    }

    @Test
    void withoutPatienceAKillIsDueAtOnceAndOnce() throws IOException {
        UnexplainedKills kills = kills(Duration.ZERO);
        assertThat(kills.isDue()).isFalse();
        count(6);

        assertThat(kills.isDue()).isTrue();
        assertThat(kills.isDue()).isFalse();
    }

    @Test
    void aKillThatTheEndOfAProcessExplainsIsNotDue() throws IOException {
        UnexplainedKills kills = kills(Duration.ofSeconds(1));
        count(5);

        assertThat(kills.explainedBy(UNKNOWN_GROUP)).isTrue();
        pass(Duration.ofSeconds(2));
        assertThat(kills.isDue()).isFalse();
        assertThat(kills.explainedBy(UNKNOWN_GROUP)).as("a second process").isFalse();
    }

    @Test
    void ofTwoKillsOneStaysDue() throws IOException {
        UnexplainedKills kills = kills(Duration.ofSeconds(1));
        count(6);
        assertThat(kills.explainedBy(UNKNOWN_GROUP)).isTrue();
        assertThat(kills.isDue()).as("the second process may end yet").isFalse();
        pass(Duration.ofSeconds(1));

        assertThat(kills.isDue()).isTrue();
    }

    /** Freeing much memory takes time: the kernel counts the kill before. */
    @Test
    void aProcessMayEndAfterItsKillWasReported() throws IOException {
        UnexplainedKills kills = kills(Duration.ZERO);
        count(5);
        assertThat(kills.isDue()).isTrue();
        pass(Duration.ofSeconds(20));

        assertThat(kills.explainedBy(UNKNOWN_GROUP)).isTrue();
        assertThat(kills.isDue()).isFalse();
    }

    @Test
    void aKillOfLongAgoExplainsNothing() throws IOException {
        UnexplainedKills kills = kills(Duration.ZERO);
        count(5);
        assertThat(kills.isDue()).isTrue();
        pass(Duration.ofSeconds(31));

        assertThat(kills.explainedBy(UNKNOWN_GROUP)).isFalse();
    }

    /** As where a control group runs out of memory again and again. */
    @Test
    void killsThatGoOnDoNotPutOffTheFirst() throws IOException {
        UnexplainedKills kills = kills(Duration.ofSeconds(1));
        count(5);
        assertThat(kills.isDue()).isFalse();
        pass(Duration.ofMillis(600));
        count(6);
        assertThat(kills.isDue()).isFalse();
        pass(Duration.ofMillis(600));
        count(7);

        assertThat(kills.isDue()).isTrue();
        assertThat(kills.isDue()).isFalse();
    }

    @Test
    void withoutAKillNothingIsExplained() {
        UnexplainedKills kills = kills(Duration.ZERO);

        assertThat(kills.explainedBy(UNKNOWN_GROUP)).isFalse();
    }
}
