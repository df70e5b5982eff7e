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
 * Sees to it that the bytes of the command line go through unchanged. The JVM decodes arguments and encodes names of
 * files by the charmap of the locale: of a text that is not ASCII, that of LC_ALL=C keeps nothing.
 */
final class ArgumentEncoding {
    private static final String LOCALE = "LC_ALL";
    /** Each C library has it, or decodes as UTF-8 anyway; old ones of some distributions lack it. */
    private static final String UTF8_LOCALE = "C.UTF-8";
    /** What the JVM makes of bytes that it cannot decode. */
    private static final String REPLACEMENT = "\ufffd";

    private ArgumentEncoding() {}

    /** Whether this JVM cannot keep the arguments, or names of files in its working directory. */
    static boolean isLacking(String[] arguments) {
        boolean utf8 = System.getProperty("sun.jnu.encoding", "").equals("UTF-8");
        return !utf8
                && !Stream.concat(Stream.of(arguments), Stream.of(System.getProperty("user.dir", "")))
                        .allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode);
    }

    /**
     * Starts this process again in a locale with UTF-8.
     *
     * @return only where that is not possible: a sentence
     */
    static String startAgain() {
        String advice = "this command has characters that are not ASCII, and the locale has no UTF-8: set LC_ALL to one"
                + " that has, of those that 'locale -a' lists";
        if (UTF8_LOCALE.equals(System.getenv(LOCALE))) {
            return advice;
        }
        try {
            return advice + " (" + CommandLineBytes.startAgain(LOCALE, UTF8_LOCALE) + ")";
        } catch (IOException failure) {
            return advice + " (" + BadRequestException.reason(failure) + ")";
        }
    }

    /** What is wrong with the arguments of a JVM that decodes UTF-8; empty where all of them are UTF-8 text. */
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
