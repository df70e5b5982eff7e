// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.display;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.examples.common.Picture;
import io.github.dmabuf4j.examples.common.PictureCheck;
import io.github.dmabuf4j.examples.common.Png;
import io.github.dmabuf4j.examples.common.drm.Card;
import io.github.dmabuf4j.examples.common.drm.Mode;
import io.github.dmabuf4j.examples.common.drm.ScanoutCrcs;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Draws the pictures into three buffers in turn, and shows and checks each. */
final class Show {
    private final Options options;
    private final PrintStream out;
    private final PictureCheck check = new PictureCheck();

    Show(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    void run() throws IOException, InterruptedException {
        try (Card card = Card.open(options.card());
                BufferAllocator allocator = BufferAllocator.heapOrUdmabuf(options.heap())) {
            Mode mode = Mode.choose(card.output().connector().modes(), options.mode());
            out.println(
                    "display " + card.output().connector().id() + " of " + card + " (" + card.driver() + "), " + mode);
            // One is shown, one may still be scanned out, and one is drawn.
            try (Framebuffer first = Framebuffer.allocate(allocator, card.device(), mode);
                    Framebuffer second = Framebuffer.allocate(allocator, card.device(), mode);
                    Framebuffer third = Framebuffer.allocate(allocator, card.device(), mode)) {
                List<Framebuffer> frames = List.of(first, second, third);
                out.println("3 buffers of " + first + " from " + allocator.name());
                show(card, mode, frames);
                save(frames.get((options.frames() - 1) % frames.size()));
            }
        }
    }

    private void show(Card card, Mode mode, List<Framebuffer> frames) throws IOException, InterruptedException {
        try (Screen screen = Screen.open(card, mode, frames.get(frames.size() - 1));
                ScanoutCrcs crcs = ScanoutCrcs.start(card)) {
            long start = System.nanoTime();
            for (int i = 0; i < options.frames(); i++) {
                show(i, frames.get(i % frames.size()), mode, screen, crcs);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            out.println(summary(crcs) + ", " + card.driver() + ", " + mode + ", " + seconds(took));
        }
    }

    private void show(int number, Framebuffer frame, Mode mode, Screen screen, ScanoutCrcs crcs)
            throws IOException, InterruptedException {
        int picture = number % Picture.COUNT;
        frame.draw(new Picture(picture, mode.width(), mode.height()), options.spoils(number));
        int refresh = screen.flip(frame);
        Optional<String> crc = crcs.after(refresh);
        if (crc.isPresent()) {
            check.shown(number, picture, crc.get());
        }
        if ((number + 1) % options.every() == 0) {
            out.println("frame " + number + ", picture " + picture + ", refresh " + Integer.toUnsignedString(refresh)
                    + ", CRC " + crc.orElse("not checked"));
        }
    }

    private String summary(ScanoutCrcs crcs) {
        String checked = crcs.isThere()
                ? check.checked() + " CRCs checked, " + check.repeats() + " of them repeats"
                : "not checked (" + crcs.reason() + ")";
        return options.frames() + " frames shown, " + Math.min(options.frames(), Picture.COUNT) + " distinct pictures, "
                + checked;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private void save(Framebuffer frame) throws IOException {
        if (options.out().isPresent()) {
            Png.write(frame.read(), options.out().get());
            out.println("last frame saved as " + options.out().get());
        }
    }
}
