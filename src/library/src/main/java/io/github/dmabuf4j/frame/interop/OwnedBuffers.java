// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.DmaBuf;
import java.util.List;

/** Buffers that no frame owns yet. */
final class OwnedBuffers {
    private OwnedBuffers() {}

    /** Uses no iterator, since memory may be short. */
    static void closeAll(List<DmaBuf> buffers) {
        for (int i = 0; i < buffers.size(); i++) {
            buffers.get(i).close();
        }
    }
}
