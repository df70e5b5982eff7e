// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.display;

import io.github.dmabuf4j.examples.common.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line. */
final class Options {
    static final String USAGE = """
        usage: display [--frames N] [--out FRAME.png] [--mode WIDTHxHEIGHT] [--card /dev/dri/cardN]
                       [--heap NAME] [--every N] [--spoil N]
        Shows a moving test pattern from three DMA-BUFs and checks each frame by the CRC of what the display scanned out.
          --frames N   number of frames (default: 60)
          --out FILE   save the last frame as PNG, read back from its DMA-BUF
          --mode WxH   the display mode (default: the preferred one; in the test VM the smallest from 640x480 on)
          --card PATH  the card (default: the first with a connected display)
          --heap NAME  heap of the buffers (default: system, or udmabuf if it does not exist)
          --every N    print a line every N frames (default: 10)
          --spoil N    draw one pixel of frame N wrong, which the check must find\
        """;

    private static final Pattern MODE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final int MOST = 1_000_000;

    /** A width and a height in pixels. */
    record Size(int width, int height) {
        @Override
        public String toString() {
            return width + "x" + height;
        }
    }

    private int frames = 60;
    private int every = 10;
    private OptionalInt spoiled = OptionalInt.empty();
    private String heap = "system";
    private Optional<Size> mode = Optional.empty();
    private Optional<Path> card = Optional.empty();
    private Optional<Path> out = Optional.empty();

    private Options() {}

    static Options parse(String... arguments) throws IOException {
        Options options = new Options();
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw Failure.usage("'" + arguments[i] + "' is not an option, or needs a value; try --help");
            }
            options.set(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    private void set(String option, String value) throws IOException {
        switch (option) {
            case "--frames" -> frames = number(option, value, 1);
            case "--every" -> every = number(option, value, 1);
            case "--spoil" -> spoiled = OptionalInt.of(number(option, value, 0));
            case "--heap" -> heap = value;
            case "--mode" -> mode = Optional.of(size(value));
            case "--card" -> card = Optional.of(Path.of(value));
            case "--out" -> out = Optional.of(Path.of(value));
            default -> throw Failure.usage("unknown option '" + option + "'; try --help");
        }
    }

    private static int number(String option, String value, int least) throws IOException {
        int number = value.matches("\\d{1,7}") ? Integer.parseInt(value) : -1;
        if (number < least || number > MOST) {
            throw Failure.usage(option + " takes a number from " + least + " to " + MOST + ", not '" + value + "'");
        }
        return number;
    }

    private static Size size(String value) throws IOException {
        Matcher matcher = MODE.matcher(value);
        if (!matcher.matches()) {
            throw Failure.usage("--mode takes a size such as 640x480, not '" + value + "'");
        }
        return new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    int frames() {
        return frames;
    }

    int every() {
        return every;
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

    Optional<Path> out() {
        return out;
    }
}
