// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.faults;

import java.io.IOException;

/** One run of an operation, prepared and cleaned up after without injected failures. */
@FunctionalInterface
interface Trial extends AutoCloseable {
    /** The operation: the failure is injected here. Closes what it got. */
    void run() throws Exception;

    /** Closes what was prepared, and checks what the operation gave. */
    @Override
    default void close() throws IOException {}

    /** Prepares one. */
    @FunctionalInterface
    interface Preparation {
        Trial prepare() throws Exception;
    }
}
