// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Machine;
import java.util.function.LongFunction;

/** Checks the size of an allocation before the kernel is asked. */
final class RequestedSize {
    private RequestedSize() {}

    /**
     * Checks that a size is positive and not more than this machine's memory. Some allocators have no limit, and the
     * kernel would kill processes to find the memory.
     *
     * @throws IllegalArgumentException when it is not positive
     * @throws DmaBufException when it is more than the memory (ENOMEM)
     */
    static void check(String operation, LongFunction<String> target, long bytes) throws DmaBufException {
        if (bytes <= 0) {
            throw new IllegalArgumentException("the size of a buffer must be at least 1 byte, not " + bytes);
        }
        if (bytes > Machine.memoryBytes()) {
            String advice = "the kernel was not asked, since this machine has only " + Machine.memoryBytes()
                    + " bytes of memory";
            throw new DmaBufException(operation, target.apply(bytes), LibC.ENOMEM(), advice);
        }
    }
}
