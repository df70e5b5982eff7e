// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code top} on a pseudo terminal of the kernel, with a buffer of another process. */
@RealKernel
@Needs(BUFFERS)
@Timeout(300)
class TopTerminalIT {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PipedOutputStream keys = new PipedOutputStream();

    private Terminal open() throws IOException {
        return TerminalBuilder.builder()
                .system(false)
                .streams(new PipedInputStream(keys), written)
                .provider(TerminalBuilder.PROP_PROVIDER_FFM)
                .type("xterm")
                .size(Size.of(100, 30))
                .encoding(StandardCharsets.UTF_8)
                .build();
    }

    private static void run(Terminal terminal, int pid) {
        BufferFilter filter = BufferFilter.ALL.heldBy(List.of(pid));
        TopLayout layout = new TopLayout(filter, SizeFormat.HUMAN, ZoneOffset.UTC);
        try (MachineStats machine = MachineStats.open();
                TopFeed feed = new TopFeed(machine, filter, Duration.ofHours(1));
                TerminalScreen screen = new TerminalScreen(terminal, false)) {
            new LiveTop(feed, layout, screen, TopChoice.of(TopView.BUFFERS)).run(Integer.MAX_VALUE);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private void press(String characters) throws IOException {
        keys.write(characters.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /** Waits until the terminal has shown the texts since the last call. */
    private void await(Thread top, String... texts) throws InterruptedException {
        while (!List.of(texts).stream().allMatch(written.toString(StandardCharsets.UTF_8)::contains)) {
            assertThat(top.isAlive())
                    .as("top runs; its screen: %s", written.toString(StandardCharsets.UTF_8))
                    .isTrue();
            Thread.sleep(50);
        }
        written.reset();
    }

    @Test
    void keysAndTheWindowChooseWhatIsShownOfABufferUntilItIsFreed() throws Exception {
        try (Holder holder = Holder.start();
                Terminal terminal = open()) {
            long inode = holder.alloc(Heaps.ordinary(), 3 << 20, 1);
            holder.name(1, "evil\u001b\n");
            Thread top = Thread.ofPlatform().daemon().start(() -> run(terminal, Math.toIntExact(holder.pid())));

            await(top, "filtered by --pid " + holder.pid(), "buffers by size: 1", "3.0 MiB", "evil\\u001b\\u000a");
            press("/EVIL\r ");
            await(top, "buffers by size: 1 of 1 with 'EVIL'");
            terminal.setSize(Size.of(20, 5));
            await(top, "with 'EVIL'; filtere", "q quit  ? keys  / fi");
            terminal.setSize(Size.of(100, 30));
            await(top, "buffers by size: 1 of 1 with 'EVIL'");
            press("\u001b[B\r ");
            await(top, "buffer " + inode + ":", "name        evil\\u001b\\u000a", "held by     user space");

            holder.close(1);
            press(" ");
            await(top, "this row is not there any more");
            press("qq");
            top.join();
        }
    }
}
