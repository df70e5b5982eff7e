// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Note;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The screen on a simulated terminal: the test reads what is written to it, and sends keys. */
@Timeout(120)
class LiveTopTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final String ENTER = "\u001b[?1049h";
    private static final String LEAVE = "\u001b[?1049l";
    private static final String CURSOR = "\u001b[?25h";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final FlakySource source = new FlakySource();
    private TestTerminal terminal;
    private Thread top;

    /** A terminal whose attributes can be read after it was closed. */
    private static final class TestTerminal extends LineDisciplineTerminal {
        TestTerminal(OutputStream written) throws IOException {
            super("test", "xterm", written, StandardCharsets.UTF_8);
        }

        Set<LocalFlag> localFlags() {
            return attributes.getLocalFlags();
        }
    }

    @BeforeEach
    void openTerminal() throws IOException {
        terminal = new TestTerminal(written);
        terminal.setSize(Size.of(80, 24));
    }

    private void start(Duration interval, int count) {
        top = Thread.ofPlatform().daemon().start(() -> run(interval, count));
    }

    private void run(Duration interval, int count) {
        TopLayout lines = new TopLayout(BufferFilter.ALL, SizeFormat.HUMAN, ZoneOffset.UTC);
        try (TopFeed feed = new TopFeed(MachineStats.of(List.of(source)), BufferFilter.ALL, interval);
                TerminalScreen screen = new TerminalScreen(terminal, false)) {
            new LiveTop(feed, lines, screen, TopChoice.of(TopView.PROCESSES)).run(count);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private String screen() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private void awaitText(String text) throws InterruptedException {
        while (!screen().contains(text)) {
            assertThat(top.isAlive()).as("top runs; its screen: %s", screen()).isTrue();
            Thread.sleep(10);
        }
    }

    private void press(String keys) throws IOException {
        terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
    }

    private void assertEndsAndRestores() throws InterruptedException {
        top.join();
        assertThat(screen()).startsWith(ENTER).contains(LEAVE);
        assertThat(screen().substring(screen().indexOf(LEAVE))).contains(CURSOR).doesNotContain("buffers");
        assertThat(terminal.localFlags()).contains(LocalFlag.ECHO, LocalFlag.ICANON, LocalFlag.ISIG);
    }

    /** The second key is Ctrl-C. */
    @ParameterizedTest
    @ValueSource(strings = {"q", "\u0003"})
    void aKeyEndsItAndTheTerminalIsAsItWas(String key) throws Exception {
        start(NEVER, Integer.MAX_VALUE);
        awaitText("processes by rss: 1");
        awaitText("holder-1");
        press(key);
        assertEndsAndRestores();
    }

    @Test
    void itEndsAfterTheReadingsAskedFor() throws Exception {
        start(Duration.ofMillis(100), 2);
        assertEndsAndRestores();
        assertThat(screen()).contains("holder-2").doesNotContain("holder-3");
    }

    @Test
    void f14_aKeyShowsTheNotes() throws Exception {
        source.notes = List.of(Note.of("a note that is longer than the window is wide: ".repeat(3) + "its end"));
        start(NEVER, Integer.MAX_VALUE);
        awaitText("sources: flaky; 1 note (key n)");
        press("n ");
        awaitText("its end");
        press("n ");
        awaitText("processes by rss: 1");
        press("q");
        assertEndsAndRestores();
    }

    /** A space paints all lines again. */
    @Test
    void keysChooseWhatIsShown() throws Exception {
        start(NEVER, Integer.MAX_VALUE);
        awaitText("processes by rss: 1");
        press("e ");
        awaitText("exporters by size: 1");
        press("1 ");
        awaitText("exporters by buffers: 1");
        press("4\u001b[D ");
        awaitText("exporters by change: 1");
        press("q");
        assertEndsAndRestores();
    }

    @Test
    void enterShowsTheRowOfTheCursorUntilItIsClosed() throws Exception {
        start(NEVER, Integer.MAX_VALUE);
        awaitText("processes by rss: 1");
        press(" ");
        awaitText("processes by rss: 2");
        press("\u001b[B");
        press("\r ");
        awaitText("process 42:");
        awaitText("command     holder-2");
        written.reset();
        press("q ");
        awaitText("processes by rss: 4");
        press("\r ");
        awaitText("process 42:");
        press("\u007fq");
        top.join();
    }

    @Test
    void withoutARowEnterDoesNothing() throws Exception {
        start(NEVER, Integer.MAX_VALUE);
        awaitText("processes by rss: 1");
        press("/none\r\r ");
        awaitText("processes by rss: 0 of 2 with 'none'");
        press("q");
        assertEndsAndRestores();
        assertThat(screen()).doesNotContain("gone");
    }

    @Test
    void aTextThatIsTypedFiltersAndItsCharactersAreNoKeys() throws Exception {
        start(NEVER, Integer.MAX_VALUE);
        awaitText("processes by rss: 1");
        press(" ");
        awaitText("processes by rss: 2");
        written.reset();
        press("/q Holder-2");
        press("\u007f".repeat("q Holder-2".length()) + "Holder-2\r ");
        awaitText("processes by rss: 1 of 3 with 'Holder-2'");
        written.reset();
        press("\u001b");
        awaitText("holder-3");
        press("q");
        top.join();
    }

    @Test
    void theKeysAndTheSourcesAreShown() throws Exception {
        start(NEVER, Integer.MAX_VALUE);
        awaitText("processes by rss: 1");
        press("?");
        awaitText("quit; so does Ctrl-C");
        press("q");
        press("s ");
        awaitText("sources:");
        awaitText("flaky: all buffers, size and exporter, name");
        press("qq");
        assertEndsAndRestores();
    }

    @Test
    void aFunctionKeyIsNoKeyOfTop() throws Exception {
        start(NEVER, Integer.MAX_VALUE);
        awaitText("processes by rss: 1");
        press("\u001b[3~\u001bOP\u001b[1;5B\u001bp ");
        awaitText("processes by rss: 2");
        assertThat(screen()).doesNotContain("by fds");
        press("q");
        assertEndsAndRestores();
    }

    @Test
    void aSmallerWindowIsPaintedAnew() throws Exception {
        start(NEVER, Integer.MAX_VALUE);
        awaitText("q quit  ? keys  / filter  Enter row  < > 1-8 sort");
        written.reset();
        terminal.setSize(Size.of(20, 5));
        awaitText("q quit  ? keys  / fi");
        assertThat(screen()).contains("1 buffer, 1.0 MiB; h").doesNotContain("1-8 sort", "held");
        terminal.setSize(Size.of(100, 30));
        awaitText("p e d b view");
        press("q");
        top.join();
    }

    @Test
    void aFailureIsShownUntilTheNextReading() throws Exception {
        source.failing = true;
        start(NEVER, Integer.MAX_VALUE);
        awaitText("cannot read: read on the flaky source failed: EIO (5)");
        source.failing = false;
        press(" ");
        awaitText("holder-1");
        press("q");
        assertEndsAndRestores();
    }

    /** JLine closes it when the JVM shuts down. */
    @Test
    void theScreenIsLeftAlsoWhereTheTerminalWasClosedBefore() throws Exception {
        start(NEVER, Integer.MAX_VALUE);
        awaitText("holder-1");
        terminal.close();
        top.join();
        assertThat(screen()).contains(LEAVE).contains(CURSOR);
    }
}
