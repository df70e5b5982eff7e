// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.testing;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.standin.StandIn;

/** Adopts a stand-in before and after it opens an allocator. */
final class RefusedStandInMain {
    private RefusedStandInMain() {}

    public static void main(String[] args) throws DmaBufException {
        int fd = StandIn.create(1);
        try {
            System.out.println("taken: " + DmaBuf.adopt(fd));
        } catch (DmaBufException refusal) {
            System.out.println("refused: " + refusal.getMessage());
        }
        try (MemfdAllocator allocator = MemfdAllocator.open();
                DmaBuf buffer = DmaBuf.adopt(fd)) {
            System.out.println("afterwards: " + buffer.size() + " bytes of " + allocator.name());
        }
    }
}
