// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Note;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(UnchangedDescriptors.class)
@Timeout(60)
class TopFeedTest {
    private static final Duration NEVER = Duration.ofHours(1);

    private final FlakySource source = new FlakySource();

    private TopFeed feed(Duration interval) throws DmaBufException {
        return new TopFeed(MachineStats.of(List.of(source)), BufferFilter.ALL, interval);
    }

    @Test
    void readingsComePeriodicallyWithTheOneBefore() throws DmaBufException {
        try (TopFeed feed = feed(Duration.ofMillis(10))) {
            assertThat(feed.await().orElseThrow().earlier()).isEmpty();
            TopReading second = feed.await().orElseThrow();
            assertThat(second.earlier()).isPresent();
            assertThat(second.latest().orElseThrow().buffers()).hasSize(2);
            assertThat(second.time()).isAfterOrEqualTo(second.earlier().get().time());
        }
    }

    @Test
    void aReadingComesAtOnceWhenAskedFor() throws DmaBufException {
        try (TopFeed feed = feed(NEVER)) {
            feed.await();
            assertThat(feed.poll()).isEmpty();
            feed.readNow();
            assertThat(feed.await().orElseThrow().earlier()).isPresent();
        }
    }

    @Test
    void aFailureIsAReadingAndNotTheEnd() throws DmaBufException {
        try (TopFeed feed = feed(NEVER)) {
            feed.await();
            source.failing = true;
            feed.readNow();
            TopReading failed = feed.await().orElseThrow();
            assertThat(failed.failure().orElseThrow()).contains("read on the flaky source failed: EIO");
            assertThat(failed.latest()).isPresent();

            source.failing = false;
            feed.readNow();
            TopReading next = feed.await().orElseThrow();
            assertThat(next.failure()).isEmpty();
            assertThat(next.earlier()).isEqualTo(failed.latest());
        }
    }

    @Test
    void f14_plainLinesHaveTheNotesOnceUntilTheyChange() throws DmaBufException {
        StringWriter out = new StringWriter();
        source.notes = List.of(Note.of("one note"));
        try (TopFeed feed = feed(Duration.ofMillis(10))) {
            PlainTop top = new PlainTop(
                    feed,
                    new TopLayout(BufferFilter.ALL, SizeFormat.BYTES, ZoneOffset.UTC),
                    new PrintWriter(out),
                    TopChoice.of(TopView.BUFFERS));
            top.run(3);
            assertThat(out.toString().lines())
                    .filteredOn("note: flaky: one note"::equals)
                    .hasSize(1);
            assertThat(out.toString().lines())
                    .filteredOn("sources: flaky; 1 note"::equals)
                    .hasSize(3);

            source.notes = List.of(Note.of("another note"));
            while (!out.toString().contains("note: flaky: another note")) {
                top.run(1);
            }
            top.run(2);
            assertThat(out.toString().lines())
                    .filteredOn(line -> line.startsWith("note: "))
                    .hasSize(2);
        }
    }

    @Test
    void plainLinesEndWhereNobodyReads() throws DmaBufException {
        PrintWriter closed = new PrintWriter(new StringWriter());
        closed.close();
        closed.print("sets the error");
        try (TopFeed feed = feed(Duration.ofMillis(10))) {
            new PlainTop(
                            feed,
                            new TopLayout(BufferFilter.ALL, SizeFormat.BYTES, ZoneOffset.UTC),
                            closed,
                            TopChoice.of(TopView.BUFFERS))
                    .run(Integer.MAX_VALUE);
        }
        assertThat(closed.checkError()).isTrue();
    }
}
