// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

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
        usage: egl [--out FRAME.png] [--size WIDTHxHEIGHT] [--heap NAME] [--rounds N] [--spoil N]
        Draws pictures from DMA-BUFs with OpenGL ES, reads from DMA-BUFs what OpenGL ES has drawn, and checks every pixel.
          --out FILE   save the picture that OpenGL ES has drawn as PNG, read from its DMA-BUF
          --size WxH   size of the pictures, even numbers (default: 320x240)
          --heap NAME  heap of the buffers (default: system, or udmabuf if it does not exist)
          --rounds N   do all of it N times (default: 1)
          --spoil N    draw pixel N of each picture wrong, which the check must find\
        """;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,4})x(\\d{1,4})");
    private static final int SMALLEST = 32;
    private static final int LARGEST = 4096;
    private static final int MOST = 1_000_000;

    private int width = 320;
    private int height = 240;
    private int rounds = 1;
    private String heap = "system";
    private OptionalInt spoiled = OptionalInt.empty();
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
        options.checkSpoiled();
        return options;
    }

    private void set(String option, String value) throws IOException {
        switch (option) {
            case "--out" -> out = Optional.of(Path.of(value));
            case "--size" -> setSize(value);
            case "--heap" -> heap = value;
            case "--rounds" -> rounds = number(option, value, 1);
            case "--spoil" -> spoiled = OptionalInt.of(number(option, value, 0));
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

    private void setSize(String value) throws IOException {
        Matcher matcher = SIZE.matcher(value);
        width = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        height = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
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
