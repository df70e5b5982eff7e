// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A command line of options that all have a value. */
public final class OptionValues {
    private static final int MOST = 1_000_000;

    private OptionValues() {}

    /** Receives an option and its value. */
    @FunctionalInterface
    public interface Receiver {
        void set(String option, String value) throws IOException;
    }

    /** Reads the command line. */
    public static void parse(Receiver receiver, String... arguments) throws IOException {
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw Failure.usage("'" + arguments[i] + "' is not an option, or needs a value; try --help");
            }
            receiver.set(arguments[i], arguments[i + 1]);
        }
    }

    /** The failure of an option that there is not. */
    public static Failure unknown(String option) {
        return Failure.usage("unknown option '" + option + "'; try --help");
    }

    /** Reads a number from {@code least} to a million. */
    public static int number(String option, String value, int least) throws IOException {
        return number(option, value, least, MOST);
    }

    /** Reads a number from {@code least} to {@code most}. */
    public static int number(String option, String value, int least, int most) throws IOException {
        int number = value.matches("\\d{1,7}") ? Integer.parseInt(value) : -1;
        if (number < least || number > most) {
            throw Failure.usage(option + " takes a number from " + least + " to " + most + ", not '" + value + "'");
        }
        return number;
    }

    /** Reads the size of a picture. */
    public static Size size(String option, String value) throws IOException {
        return Size.parse(value)
                .filter(size -> size.width() > 0 && size.height() > 0)
                .orElseThrow(() -> Failure.usage(option + " takes a size such as 640x480, not '" + value + "'"));
    }

    /** Reads the name of a file that is written at the end, and checks at the beginning that it can be. */
    public static Path file(String option, String value) throws IOException {
        Path file = Path.of(value);
        Path directory = file.toAbsolutePath().getParent();
        boolean isWritable = Files.exists(file)
                ? !Files.isDirectory(file) && Files.isWritable(file)
                : directory != null && Files.isWritable(directory);
        if (!isWritable) {
            throw Failure.usage(option + ": cannot write a file " + value);
        }
        return file;
    }
}
