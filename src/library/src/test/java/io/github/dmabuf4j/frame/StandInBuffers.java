// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.standin.StandIn;

/** Files in memory in the place of DMA-BUFs. */
final class StandInBuffers {
    static final int PAGE = 4096;

    private StandInBuffers() {}

    static DmaBuf pages(int count) throws DmaBufException {
        StandIn.allow();
        return DmaBuf.adopt(StandIn.create((long) count * PAGE));
    }
}
