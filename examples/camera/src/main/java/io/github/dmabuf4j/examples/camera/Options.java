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
 * @param frames how many to take
 * @param out where to save the last of them
 * @param device the camera; any where empty
 * @param heap where the buffers come from; one that suits where empty
 */
record Options(int frames, Optional<Path> out, Optional<Path> device, Optional<String> heap) {
    static final String USAGE = """
            usage: camera [--frames N] [--out FRAME.png] [--device /dev/videoN] [--heap NAME]
            Captures frames straight into dma-bufs, and has a second process count the same memory.
              --frames N      how many frames to take (12)
              --out FILE      save the last frame as PNG
              --device PATH   the camera (the first that captures)
              --heap NAME     where the buffers come from (one of contiguous memory, else system)""";

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
            default -> throw Failure.usage("there is no option '" + option + "'; try --help");
        };
    }

    private static String value(String option, Iterator<String> words) throws Failure {
        if (!words.hasNext()) {
            throw Failure.usage(option + " lacks its value; try --help");
        }
        return words.next();
    }

    private static int frames(String word) throws Failure {
        int frames = word.matches("[0-9]{1,6}") ? Integer.parseInt(word) : 0;
        if (frames < 1 || frames > MAX_FRAMES) {
            throw Failure.usage("--frames " + word + ": give a number from 1 to " + MAX_FRAMES);
        }
        return frames;
    }

    /** Now, and not when all frames have been taken. */
    private static Path file(String word) throws Failure {
        Path file = Path.of(word);
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
            throw Failure.usage("--out " + word + ": no file can be written there");
        }
        return file;
    }
}
