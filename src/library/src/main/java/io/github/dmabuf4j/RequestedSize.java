// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Machine;
import java.util.function.LongFunction;

/** Checks what is asked of an allocator before the kernel is asked. */
final class RequestedSize {
    private RequestedSize() {}

    /**
     * Fails where no machine, or not this one, can have so much memory.
     *
     * @throws IllegalArgumentException when it is not positive
     * @throws DmaBufException ENOMEM: some allocators know no limit, and the kernel would end processes to find the memory
     */
    static void check(String operation, LongFunction<String> target, long bytes) throws DmaBufException {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a buffer has at least 1 byte, not " + bytes);
        }
        if (bytes > Machine.memoryBytes()) {
            String advice = "not tried, since this machine has only " + Machine.memoryBytes() + " bytes of memory";
            throw new DmaBufException(operation, target.apply(bytes), LibC.ENOMEM(), advice);
        }
    }
}
