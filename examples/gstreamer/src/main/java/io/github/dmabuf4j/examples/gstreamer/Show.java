// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.HeldFd;
import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.common.Picture;
import io.github.dmabuf4j.examples.common.PictureCheck;
import io.github.dmabuf4j.examples.common.Png;
import io.github.dmabuf4j.examples.common.drm.Card;
import io.github.dmabuf4j.examples.common.drm.Mode;
import io.github.dmabuf4j.examples.common.drm.ScanoutCrcs;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameAccess;
import io.github.dmabuf4j.frame.FrameImages;
import io.github.dmabuf4j.frame.FrameLayout;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/** Java draws frames, GStreamer's kmssink shows them, and the CRCs of what the display scanned out are checked. */
final class Show {
    /** A pixel of XRGB8888. */
    private static final ValueLayout.OfInt PIXEL = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Display hardware requires rows to begin at multiples of a power of two. This one suits all common hardware. */
    private static final int PITCH_UNIT = 256;

    private final Gst gst;
    private final Options options;
    private final PrintStream out;
    private final PictureCheck check = new PictureCheck();

    Show(Gst gst, Options options, PrintStream out) {
        this.gst = gst;
        this.options = options;
        this.out = out;
    }

    void run() throws IOException, InterruptedException {
        gst.require("appsrc", "gstreamer1.0-plugins-base");
        gst.require("kmssink", "gstreamer1.0-plugins-bad");
        try (Card card = Card.open(options.card());
                BufferAllocator allocator = BufferAllocator.heapOrUdmabuf(options.heap())) {
            Mode mode = Mode.choose(card.output().connector().modes(), options.mode());
            FrameLayout layout = FrameLayout.linear(DrmFormat.XRGB8888, mode.width(), mode.height(), PITCH_UNIT);
            out.println("show      " + layout + ", " + layout.planes().get(0).pitch() + " bytes per row, from "
                    + allocator.name() + " on " + card + " (" + card.driver() + ")");
            // The sink uses this program's open of the card, which is the display's master.
            try (HeldFd fd = card.device().holdFd();
                    Sequence sequence = Sequence.start(gst, allocator, layout, sink(card, fd))) {
                show(card, sequence);
            }
        }
    }

    private static String sink(Card card, HeldFd fd) {
        // sync: a frame is shown when it comes. enable-last-sample: otherwise the sink keeps one more frame.
        return "kmssink fd=" + fd.fd() + " connector-id="
                + card.output().connector().id() + " sync=false enable-last-sample=false";
    }

    private void show(Card card, Sequence sequence) throws IOException, InterruptedException {
        // CRCs can be had when the display is on.
        show(0, sequence);
        try (ScanoutCrcs crcs = ScanoutCrcs.start(card)) {
            check(0, card, crcs);
            for (int i = 1; i < options.frames(); i++) {
                show(i, sequence);
                check(i, card, crcs);
            }
            out.println(summary(crcs));
            checkAttached(sequence);
        }
        save(sequence.frame(options.frames() - 1));
    }

    private void show(int number, Sequence sequence) throws IOException, InterruptedException {
        SharedFrame next = sequence.next(number);
        draw(number, next.frame());
        sequence.show(number);
    }

    private void draw(int number, Frame frame) throws IOException {
        FrameLayout layout = frame.layout();
        Picture picture = new Picture(number % Picture.COUNT, layout.width(), layout.height());
        int[] row = new int[layout.width()];
        try (FrameAccess access = frame.access(Access.WRITE)) {
            for (int y = 0; y < layout.height(); y++) {
                picture.row(y, row);
                row[0] ^= options.spoils(number) && y == 0 ? 1 : 0;
                MemorySegment.copy(row, 0, access.row(0, y), PIXEL, 0, row.length);
            }
        }
    }

    /** The frame is on the display, and stays there until the next one is pushed. */
    private void check(int number, Card card, ScanoutCrcs crcs) throws IOException, InterruptedException {
        int picture = number % Picture.COUNT;
        int refresh = card.refresh();
        Optional<String> crc = crcs.after(refresh);
        if (crc.isPresent()) {
            check.shown(number, picture, crc.get());
        }
        if (options.reports(number)) {
            out.println("frame " + number + ", picture " + picture + ", refresh " + Integer.toUnsignedString(refresh)
                    + ", CRC " + crc.orElse("not checked"));
        }
    }

    private String summary(ScanoutCrcs crcs) {
        return options.frames() + " frames shown, "
                + (crcs.isThere()
                        ? check.checked() + " CRCs checked, " + check.repeats() + " of them repeats"
                        : "not checked (" + crcs.reason() + ")");
    }

    /** Where the sink cannot import a buffer it copies the frame, and the display is attached to a buffer of its own. */
    private void checkAttached(Sequence sequence) throws IOException {
        BufferTable table = BufferTable.of(sequence.shownInodes());
        table.print(out);
        if (table.knowsDevices() && !table.allAttached()) {
            throw Failure.failed("the display is not attached to each buffer, so GStreamer has copied frames");
        }
    }

    private void save(Frame last) throws IOException {
        if (options.out().isPresent()) {
            Path file = options.out().get().resolve("shown.png");
            Png.write(FrameImages.read(last), file);
            out.println("last frame saved as " + file);
        }
    }
}
