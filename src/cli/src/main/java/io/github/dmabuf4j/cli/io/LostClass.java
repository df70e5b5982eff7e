// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A class of this program that Java has failed to load or to initialize, for instance since the heap was full at its first use. Java
 * keeps that failure: whatever needs the class fails until the program is started again.
 */
public final class LostClass {
    private LostClass() {}

    /** The error of Java's that a failure comes from, where it is one for such a class. */
    public static Optional<LinkageError> behind(Throwable failure) {
        @Nullable Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof LinkageError error) {
                return Optional.of(error);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** Throws the exception that ends a command which is of no use without the class, if there is such an error. */
    public static void check(Optional<LinkageError> error) throws BadRequestException {
        if (error.isPresent()) {
            throw failure(error.get());
        }
    }

    static BadRequestException failure(LinkageError error) {
        return new BadRequestException("a part of the program could not be loaded ("
                + error.getClass().getSimpleName() + ": " + error.getMessage()
                + "), mostly for want of memory, and Java does not try that again: start it again");
    }
}
