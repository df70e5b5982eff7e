// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.internal.sys.CommandLineBytes;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ensures that arguments and names of files keep their bytes. The JVM decodes and encodes both by the charmap of the locale;
 * that of LC_ALL=C loses every character that is not ASCII.
 */
final class ArgumentEncoding {
    private static final String LOCALE = "LC_ALL";
    /** All C libraries have it, or decode UTF-8 in any locale, except some old ones. */
    private static final String UTF8_LOCALE = "C.UTF-8";
    /** The JVM decodes invalid bytes as this character. */
    private static final String REPLACEMENT = "\ufffd";

    private ArgumentEncoding() {}

    /** Whether this JVM cannot represent the arguments, or names of files in its working directory. */
    static boolean isLacking(String[] arguments) {
        boolean utf8 = System.getProperty("sun.jnu.encoding", "").equals("UTF-8");
        return !utf8
                && !Stream.concat(Stream.of(arguments), Stream.of(System.getProperty("user.dir", "")))
                        .allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode);
    }

    /**
     * Starts this process again in a UTF-8 locale.
     *
     * @return a sentence that says why that failed; where it succeeds, this method does not return
     */
    static String startAgain() {
        String advice =
                "an argument or the working directory has characters that are not ASCII, which this locale cannot"
                        + " represent: set LC_ALL to a UTF-8 locale that 'locale -a' lists";
        if (UTF8_LOCALE.equals(System.getenv(LOCALE))) {
            return advice;
        }
        try {
            return advice + " (" + CommandLineBytes.startAgain(LOCALE, UTF8_LOCALE) + ")";
        } catch (IOException failure) {
            return advice + " (" + BadRequestException.reason(failure) + ")";
        }
    }

    /** A sentence about an argument that is not UTF-8; empty where all are. It requires a JVM that decodes UTF-8. */
    static Optional<String> problemOf(String[] arguments) {
        if (Stream.of(arguments).noneMatch(argument -> argument.contains(REPLACEMENT))) {
            return Optional.empty();
        }
        try {
            List<String> all = CommandLineBytes.texts();
            return all.subList(Math.max(0, all.size() - arguments.length), all.size()).stream()
                    .filter(text -> !StandardCharsets.UTF_8.newEncoder().canEncode(text))
                    .findFirst()
                    .map(text -> "the argument '" + TerminalEscape.of(text) + "' is not UTF-8 text");
        } catch (IOException failure) {
            return Optional.of("an argument is not UTF-8 text");
        }
    }
}
