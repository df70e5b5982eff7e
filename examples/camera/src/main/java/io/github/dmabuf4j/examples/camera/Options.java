// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.examples.common.OptionValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The command line. */
final class Options {
    static final String USAGE = """
        usage: camera [--frames N] [--out FRAME.png] [--device /dev/videoN] [--heap NAME]
        Captures frames into DMA-BUFs, and has a second process count the pixels in the same memory.
          --frames N      number of frames (default: 12)
          --out FILE      save the last frame as PNG
          --device PATH   the camera (default: the first that captures)
          --heap NAME     heap of the buffers (default: one of contiguous memory, else system)\
        """;

    private int frames = 12;
    private Optional<Path> out = Optional.empty();
    private Optional<Path> device = Optional.empty();
    private Optional<String> heap = Optional.empty();

    private Options() {}

    static Options parse(String... arguments) throws IOException {
        Options options = new Options();
        OptionValues.parse(options::set, arguments);
        return options;
    }

    private void set(String option, String value) throws IOException {
        switch (option) {
            case "--frames" -> frames = OptionValues.number(option, value, 1);
            case "--out" -> out = Optional.of(OptionValues.file(option, value));
            case "--device" -> device = Optional.of(Path.of(value));
            case "--heap" -> heap = Optional.of(value);
            default -> throw OptionValues.unknown(option);
        }
    }

    int frames() {
        return frames;
    }

    Optional<Path> out() {
        return out;
    }

    /** The camera; if empty, the first that captures. */
    Optional<Path> device() {
        return device;
    }

    /** The heap of the buffers; if empty, a suitable one. */
    Optional<String> heap() {
        return heap;
    }
}
