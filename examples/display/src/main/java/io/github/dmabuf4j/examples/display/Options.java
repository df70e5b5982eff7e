// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.display;

import io.github.dmabuf4j.examples.common.OptionValues;
import io.github.dmabuf4j.examples.common.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

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
        OptionValues.parse(options::set, arguments);
        return options;
    }

    private void set(String option, String value) throws IOException {
        switch (option) {
            case "--frames" -> frames = OptionValues.number(option, value, 1);
            case "--every" -> every = OptionValues.number(option, value, 1);
            case "--spoil" -> spoiled = OptionalInt.of(OptionValues.number(option, value, 0));
            case "--heap" -> heap = value;
            case "--mode" -> mode = Optional.of(OptionValues.size(option, value));
            case "--card" -> card = Optional.of(Path.of(value));
            case "--out" -> out = Optional.of(OptionValues.file(option, value));
            default -> throw OptionValues.unknown(option);
        }
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
