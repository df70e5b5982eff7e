// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.common.Picture;
import io.github.dmabuf4j.examples.common.Png;
import io.github.dmabuf4j.examples.common.Size;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.Modifier;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Draws the pictures into buffers in turn, shows each, and compares screenshots. */
final class Show {
    /** GPUs require rows to begin at multiples of a power of two. This one suits all common hardware. */
    private static final int PITCH_ALIGNMENT = 256;

    private static final Size SIZE = new Size(640, 480);

    private final Options options;
    private final PrintStream out;
    private final ScreenshotCheck check;
    private int compared;
    private Optional<BufferedImage> last = Optional.empty();

    Show(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.check = ScreenshotCheck.of(options.format());
    }

    void run() throws IOException, InterruptedException {
        Path socket = CompositorSocket.find(options.display(), System.getenv());
        try (BufferAllocator allocator = BufferAllocator.heapOrUdmabuf(options.heap());
                Connection connection = Connection.open(socket)) {
            Globals globals = Globals.of(connection);
            Proxy dmabuf = globals.bind("zwp_linux_dmabuf_v1");
            out.println("compositor at " + socket + ", zwp_linux_dmabuf_v1 version " + dmabuf.version());
            Modifier modifier = OfferedFormats.of(connection, dmabuf).forLinear(options.format());
            try (Window window = open(connection, globals);
                    BufferPool buffers = new BufferPool(connection)) {
                Size size = window.size();
                FrameLayout layout = FrameLayout.linear(options.format(), size.width(), size.height(), PITCH_ALIGNMENT);
                Releases releases = options.usesFences()
                        ? Releases.byFences(connection, globals, window.surface())
                        : Releases.byEvents(connection);
                for (int i = 0; i < options.buffers(); i++) {
                    buffers.add(ShownBuffer.allocate(allocator, layout, connection, dmabuf, modifier, releases));
                }
                out.println("window of " + size + ", " + options.buffers() + " buffers of " + buffers.first() + " from "
                        + allocator.name() + ", " + options.format() + " with modifier " + modifier);
                show(window, buffers, releases, new Screenshots(socket));
            }
            connection.roundTrip();
        }
    }

    /** Where screenshots can be compared the window fills the output, so that nothing else is on them. */
    private Window open(Connection connection, Globals globals) throws IOException {
        boolean fillsOutput = options.size().isEmpty() && Screenshots.mayWork(globals);
        return Window.open(connection, globals, options.size().orElse(SIZE), fillsOutput);
    }

    private void show(Window window, BufferPool buffers, Releases releases, Screenshots screenshots)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        int frames = 0;
        while (frames < options.frames() && !window.isClosedByUser()) {
            show(frames++, window, buffers.free(), screenshots);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Users.print(buffers.memory(), out);
        out.println(frames + " frames shown, " + releases + ", " + comparison(screenshots) + ", " + seconds(took)
                + (window.isClosedByUser() ? ", then the window was closed" : ""));
        save(screenshots);
    }

    private void show(int number, Window window, ShownBuffer buffer, Screenshots screenshots)
            throws IOException, InterruptedException {
        BufferedImage picture = picture(number % Picture.COUNT, window.size());
        buffer.draw(picture);
        BufferedImage drawn = options.compares(number) ? buffer.read() : picture;
        if (options.spoils(number)) {
            picture.setRGB(0, 0, ~picture.getRGB(0, 0));
            buffer.draw(picture);
        }
        buffer.show(window);
        if (options.compares(number)) {
            compare(number, drawn, screenshots);
        }
    }

    private void compare(int number, BufferedImage drawn, Screenshots screenshots)
            throws IOException, InterruptedException {
        last = screenshots.take(drawn.getWidth(), drawn.getHeight());
        if (last.isPresent()) {
            check.compare(number, drawn, last.get());
            compared++;
            out.println("frame " + number + ": the screenshot has the pixels that were drawn");
        }
    }

    private static BufferedImage picture(int number, Size size) {
        Picture picture = new Picture(number, size.width(), size.height());
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[size.width()];
        for (int y = 0; y < size.height(); y++) {
            picture.row(y, row);
            image.setRGB(0, y, size.width(), 1, row, 0, size.width());
        }
        return image;
    }

    private String comparison(Screenshots screenshots) {
        return screenshots.reason().isEmpty()
                ? compared + (compared == 1 ? " screenshot" : " screenshots") + " compared"
                : "not compared (" + screenshots.reason() + ")";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private void save(Screenshots screenshots) throws IOException {
        if (options.out().isPresent()) {
            BufferedImage screenshot =
                    last.orElseThrow(() -> Failure.failed("there is no screenshot to save: " + screenshots.reason()));
            Png.write(screenshot, options.out().get());
            out.println("screenshot of the last frame saved as " + options.out().get());
        }
    }
}
