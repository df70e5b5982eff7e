// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.common.OptionValues;
import io.github.dmabuf4j.examples.common.Size;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePixels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** The command line. */
final class Options {
    static final String USAGE = """
        usage: wayland [--frames N] [--out SCREENSHOT.png] [--size WIDTHxHEIGHT] [--format NAME] [--buffers N]
                       [--heap NAME] [--display NAME] [--every N] [--release events|fences] [--spoil N]
        Shows a moving test pattern from DMA-BUFs in a window of a Wayland compositor, and compares screenshots with it.
          --frames N      number of frames (default: 60)
          --out FILE      save the screenshot of the last frame as PNG
          --size WxH      size of the window (default: 640x480, or all of the output where screenshots can be compared)
          --format NAME   pixel format, as in drm_fourcc.h (default: XRGB8888)
          --buffers N     number of buffers, 3 to 16 (default: 3)
          --heap NAME     heap of the buffers (default: system, or udmabuf if it does not exist)
          --display NAME  the compositor's socket (default: that of WAYLAND_DISPLAY)
          --every N       compare a screenshot every N frames, and that of the last one (default: 20)
          --release BY    events, or fences by linux-explicit-synchronization (default: events)
          --spoil N       draw one pixel of frame N wrong, which the comparison must find\
        """;

    private static final int LEAST_BUFFERS = 3;
    private static final int MOST_BUFFERS = 16;

    private int frames = 60;
    private int every = 20;
    private int buffers = LEAST_BUFFERS;
    private OptionalInt spoiled = OptionalInt.empty();
    private boolean usesFences;
    private String heap = "system";
    private Optional<Size> size = Optional.empty();
    private DrmFormat format = DrmFormat.XRGB8888;
    private Optional<String> display = Optional.empty();
    private Optional<Path> out = Optional.empty();

    private Options() {}

    static Options parse(String... arguments) throws IOException {
        Options options = new Options();
        OptionValues.parse(options::set, arguments);
        return options;
    }

    private void set(String option, String value) throws IOException {
        switch (option) {
            case "--frames" -> frames = OptionValues.number(option, value, 1);
            case "--every" -> every = OptionValues.number(option, value, 1);
            case "--buffers" -> buffers = OptionValues.number(option, value, LEAST_BUFFERS, MOST_BUFFERS);
            case "--spoil" -> spoiled = OptionalInt.of(OptionValues.number(option, value, 0));
            case "--heap" -> heap = value;
            case "--display" -> display = Optional.of(value);
            case "--size" -> size = Optional.of(OptionValues.size(option, value));
            case "--format" -> format = format(value);
            case "--release" -> usesFences = fences(value);
            case "--out" -> out = Optional.of(OptionValues.file(option, value));
            default -> throw OptionValues.unknown(option);
        }
    }

    private static boolean fences(String value) throws IOException {
        return switch (value) {
            case "events" -> false;
            case "fences" -> true;
            default -> throw Failure.usage("--release takes events or fences, not '" + value + "'");
        };
    }

    private static DrmFormat format(String value) throws IOException {
        return Arrays.stream(DrmFormat.values())
                .filter(format -> format.name().equals(value))
                .filter(Options::canBeDrawn)
                .findFirst()
                .orElseThrow(() -> Failure.usage(
                        "--format takes an RGB format of drm_fourcc.h such as XRGB8888, not '" + value + "'"));
    }

    private static boolean canBeDrawn(DrmFormat format) {
        try {
            FramePixels.of(FrameLayout.linear(format, 1, 1));
            return !format.isYuv();
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    int frames() {
        return frames;
    }

    int buffers() {
        return buffers;
    }

    /** Whether the screenshot of a frame is to be compared. */
    boolean compares(int frame) {
        return (frame + 1) % every == 0 || frame + 1 == frames || spoils(frame);
    }

    boolean spoils(int frame) {
        return spoiled.isPresent() && spoiled.getAsInt() == frame;
    }

    boolean usesFences() {
        return usesFences;
    }

    String heap() {
        return heap;
    }

    Optional<Size> size() {
        return size;
    }

    DrmFormat format() {
        return format;
    }

    Optional<String> display() {
        return display;
    }

    Optional<Path> out() {
        return out;
    }
}
