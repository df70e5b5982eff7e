// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.faults;

import java.io.IOException;

/** One run of an operation. Preparation and clean-up are without injected failures. */
@FunctionalInterface
interface Trial extends AutoCloseable {
    /** Runs the operation, with the injected failure. Closes its result. */
    void run() throws Exception;

    /** Closes the prepared objects, and checks the result of the operation. */
    @Override
    default void close() throws IOException {}

    /** Prepares a trial. */
    @FunctionalInterface
    interface Preparation {
        Trial prepare() throws Exception;
    }
}
