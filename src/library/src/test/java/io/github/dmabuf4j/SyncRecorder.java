// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import java.util.ArrayList;
import java.util.List;

/** Notes what a scope tells its buffer, and refuses what it is told to refuse. */
class SyncRecorder implements SyncTarget {
    final DmaBufException refusal = new DmaBufException("DMA_BUF_IOCTL_SYNC", "a recorder", LibC.EIO());
    final List<String> calls = new ArrayList<>();
    boolean refusesStart;
    boolean refusesEnd;

    @Override
    public void start(Access mode) throws DmaBufException {
        calls.add("START " + mode);
        if (refusesStart) {
            throw refusal;
        }
    }

    @Override
    public void end(Access mode) throws DmaBufException {
        calls.add("END " + mode);
        if (refusesEnd) {
            throw refusal;
        }
    }

    @Override
    public void ended() {
        calls.add("ended");
    }
}
