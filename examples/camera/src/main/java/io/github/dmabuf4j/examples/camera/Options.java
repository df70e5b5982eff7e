// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.examples.common.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The command line.
 *
 * @param frames the number of frames to capture
 * @param out the file for the last frame
 * @param device the camera; if empty, the first that captures
 * @param heap the heap of the buffers; if empty, a suitable one
 */
record Options(int frames, Optional<Path> out, Optional<Path> device, Optional<String> heap) {
    static final String USAGE = """
        usage: camera [--frames N] [--out FRAME.png] [--device /dev/videoN] [--heap NAME]
        Captures frames into DMA-BUFs, and has a second process count the pixels in the same memory.
          --frames N      number of frames (default: 12)
          --out FILE      save the last frame as PNG
          --device PATH   the camera (default: the first that captures)
          --heap NAME     heap of the buffers (default: one of contiguous memory, else system)\
        """;

    private static final int MAX_FRAMES = 100_000;

    static Options parse(String... arguments) throws Failure {
        Options options = new Options(12, Optional.empty(), Optional.empty(), Optional.empty());
        Iterator<String> words = List.of(arguments).iterator();
        while (words.hasNext()) {
            options = options.with(words.next(), words);
        }
        return options;
    }

    private Options with(String option, Iterator<String> words) throws Failure {
        return switch (option) {
            case "--frames" -> new Options(frames(value(option, words)), out, device, heap);
            case "--out" -> new Options(frames, Optional.of(file(value(option, words))), device, heap);
            case "--device" -> new Options(frames, out, Optional.of(Path.of(value(option, words))), heap);
            case "--heap" -> new Options(frames, out, device, Optional.of(value(option, words)));
            default -> throw Failure.usage("unknown option '" + option + "'; try --help");
        };
    }

    private static String value(String option, Iterator<String> words) throws Failure {
        if (!words.hasNext()) {
            throw Failure.usage(option + " needs a value; try --help");
        }
        return words.next();
    }

    private static int frames(String word) throws Failure {
        int frames = word.matches("[0-9]{1,6}") ? Integer.parseInt(word) : 0;
        if (frames < 1 || frames > MAX_FRAMES) {
            throw Failure.usage("--frames takes a number from 1 to " + MAX_FRAMES + ", not '" + word + "'");
        }
        return frames;
    }

    /** Checks the file before the first frame is captured. */
    private static Path file(String word) throws Failure {
        Path file = Path.of(word);
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isWritable(directory) || Files.isDirectory(file)) {
            throw Failure.usage("--out: cannot write a file " + word);
        }
        return file;
    }
}
