// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.common.OptionValues;
import io.github.dmabuf4j.examples.common.Size;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.interop.GStreamerFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** The command line. */
final class Options {
    static final String USAGE = """
            usage: gstreamer [--only show|capture] [--frames N] [--out DIRECTORY] [--every N]
                             [--mode WIDTHxHEIGHT] [--card /dev/dri/cardN] [--heap NAME] [--spoil N]
                             [--device /dev/videoN] [--format NAME] [--bars 75|100|none]
            Shows frames of Java through GStreamer's appsrc and kmssink, then captures frames through v4l2src and appsink.
            All are in DMA-BUFs; none is copied. Each frame is checked.
              --only PART      only show, or only capture
              --frames N       number of frames of each part (default: 24)
              --out DIRECTORY  save the last frame of each part there, as shown.png and captured.png
              --every N        print a line every N frames (default: 8)
            show
              --mode WxH       the display mode (default: the preferred one; in the test VM the smallest from 640x480 on)
              --card PATH      the card (default: the first with a connected display)
              --heap NAME      heap of the buffers (default: system, or udmabuf if it does not exist)
              --spoil N        draw one pixel of frame N wrong, which the check must find
            capture
              --device PATH    the camera (default: the kernel's test camera, vivid)
              --format NAME    GStreamer's name of the pixel format (default: NV12)
              --bars KIND      the test camera's pattern that is set and checked: colour bars of 75 or 100 percent; none for
                               another camera (default: 100)""";

    private boolean shows = true;
    private boolean captures = true;
    private int frames = 24;
    private int every = 8;
    private OptionalInt spoiled = OptionalInt.empty();
    private String heap = "system";
    private Optional<Size> mode = Optional.empty();
    private Optional<Path> card = Optional.empty();
    private Optional<Path> device = Optional.empty();
    private DrmFormat format = DrmFormat.NV12;
    private Optional<Bars> bars = Optional.of(Bars.FULL);
    private Optional<Path> out = Optional.empty();

    private Options() {}

    static Options parse(String... arguments) throws IOException {
        Options options = new Options();
        OptionValues.parse(options::set, arguments);
        return options;
    }

    private void set(String option, String value) throws IOException {
        switch (option) {
            case "--only" -> only(value);
            case "--frames" -> frames = OptionValues.number(option, value, 1);
            case "--every" -> every = OptionValues.number(option, value, 1);
            case "--spoil" -> spoiled = OptionalInt.of(OptionValues.number(option, value, 0));
            case "--heap" -> heap = value;
            case "--mode" -> mode = Optional.of(OptionValues.size(option, value));
            case "--card" -> card = Optional.of(Path.of(value));
            case "--device" -> device = Optional.of(Path.of(value));
            case "--format" -> format = format(value);
            case "--bars" -> bars = bars(value);
            case "--out" -> out = Optional.of(directory(value));
            default -> throw OptionValues.unknown(option);
        }
    }

    private void only(String value) throws IOException {
        shows = value.equals("show");
        captures = value.equals("capture");
        if (!shows && !captures) {
            throw Failure.usage("--only takes show or capture, not '" + value + "'");
        }
    }

    private static DrmFormat format(String value) throws IOException {
        return GStreamerFormat.find(value)
                .orElseThrow(
                        () -> Failure.usage("--format takes a name of GStreamer such as NV12, YUY2 or BGRx, of a format"
                                + " that the kernel has too; '" + value + "' is not known"));
    }

    private static Optional<Bars> bars(String value) throws IOException {
        return switch (value) {
            case "75" -> Optional.of(Bars.THREE_QUARTERS);
            case "100" -> Optional.of(Bars.FULL);
            case "none" -> Optional.empty();
            default -> throw Failure.usage("--bars takes 75, 100 or none, not '" + value + "'");
        };
    }

    /** Checks the directory before the first frame. */
    private static Path directory(String value) throws IOException {
        Path directory = Path.of(value);
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw Failure.usage("--out takes a directory that can be written to, not '" + value + "'");
        }
        return directory;
    }

    boolean shows() {
        return shows;
    }

    boolean captures() {
        return captures;
    }

    int frames() {
        return frames;
    }

    boolean reports(int frame) {
        return (frame + 1) % every == 0;
    }

    boolean spoils(int frame) {
        return spoiled.isPresent() && spoiled.getAsInt() == frame;
    }

    String heap() {
        return heap;
    }

    Optional<Size> mode() {
        return mode;
    }

    Optional<Path> card() {
        return card;
    }

    Optional<Path> device() {
        return device;
    }

    DrmFormat format() {
        return format;
    }

    Optional<Bars> bars() {
        return bars;
    }

    Optional<Path> out() {
        return out;
    }
}
