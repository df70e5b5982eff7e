// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.util.stream.Stream;

/** Errors that any code may throw, for tests of code that must continue after each of them. */
public final class Errors {
    private Errors() {}

    /** Returns an error of each kind, for a {@code @MethodSource}. */
    public static Stream<Error> all() {
        String reason = "thrown by a test";
        return Stream.of(
                new OutOfMemoryError(reason),
                new StackOverflowError(reason),
                new NoClassDefFoundError(reason),
                new Error(reason),
                new AssertionError(reason));
    }
}
