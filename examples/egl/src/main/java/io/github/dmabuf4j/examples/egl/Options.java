// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.common.OptionValues;
import io.github.dmabuf4j.examples.common.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** The command line. */
final class Options {
    static final String USAGE = """
        usage: egl [--out FRAME.png] [--size WIDTHxHEIGHT] [--heap NAME] [--rounds N] [--spoil N]
        Draws pictures from DMA-BUFs with OpenGL ES, reads from DMA-BUFs what OpenGL ES has drawn, and checks every pixel.
          --out FILE   save the picture that OpenGL ES has drawn as PNG, read from its DMA-BUF
          --size WxH   size of the pictures, even numbers (default: 320x240)
          --heap NAME  heap of the buffers (default: system, or udmabuf if it does not exist)
          --rounds N   do all of it N times (default: 1)
          --spoil N    draw pixel N of each picture wrong, which the check must find\
        """;

    private static final int SMALLEST = 32;
    private static final int LARGEST = 4096;

    private int width = 320;
    private int height = 240;
    private int rounds = 1;
    private String heap = "system";
    private OptionalInt spoiled = OptionalInt.empty();
    private Optional<Path> out = Optional.empty();

    private Options() {}

    static Options parse(String... arguments) throws IOException {
        Options options = new Options();
        OptionValues.parse(options::set, arguments);
        options.checkSpoiled();
        return options;
    }

    private void set(String option, String value) throws IOException {
        switch (option) {
            case "--out" -> out = Optional.of(OptionValues.file(option, value));
            case "--size" -> setSize(value);
            case "--heap" -> heap = value;
            case "--rounds" -> rounds = OptionValues.number(option, value, 1);
            case "--spoil" -> spoiled = OptionalInt.of(OptionValues.number(option, value, 0));
            default -> throw OptionValues.unknown(option);
        }
    }

    private void setSize(String value) throws IOException {
        Size size = Size.parse(value).orElse(new Size(0, 0));
        width = size.width();
        height = size.height();
        if (!isUsable(width) || !isUsable(height)) {
            throw Failure.usage("--size takes two even numbers from " + SMALLEST + " to " + LARGEST
                    + ", such as 320x240, not '" + value + "'");
        }
    }

    private static boolean isUsable(int length) {
        return length >= SMALLEST && length <= LARGEST && length % 2 == 0;
    }

    private void checkSpoiled() throws Failure {
        if (spoiled.isPresent() && spoiled.getAsInt() >= width * height) {
            throw Failure.usage("--spoil " + spoiled.getAsInt() + " is beyond the " + width * height
                    + " pixels of a picture of " + width + "x" + height);
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int rounds() {
        return rounds;
    }

    String heap() {
        return heap;
    }

    OptionalInt spoiled() {
        return spoiled;
    }

    Optional<Path> out() {
        return out;
    }
}
