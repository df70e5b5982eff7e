// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.HeldFd;
import io.github.dmabuf4j.frame.Frame;
import java.util.ArrayList;
import java.util.List;

/** Holds on the descriptors of a frame's buffers, in their order. */
final class FrameHolds implements AutoCloseable {
    private static final int MOST_BUFFERS = 4;

    // Of the greatest length: to add a hold then needs no memory, so none is lost.
    private final List<HeldFd> holds = new ArrayList<>(MOST_BUFFERS);

    /** After a failure this has some of the holds, so it is to be closed then too. */
    void hold(Frame frame) {
        List<DmaBuf> buffers = frame.buffers();
        for (int i = 0; i < buffers.size(); i++) {
            holds.add(buffers.get(i).holdFd());
        }
    }

    int fd(int buffer) {
        return holds.get(buffer).fd();
    }

    boolean isOpen() {
        return holds.stream().allMatch(HeldFd::isOpen);
    }

    /** Uses no iterator, since memory may be short. */
    @Override
    public void close() {
        for (int i = 0; i < holds.size(); i++) {
            holds.get(i).close();
        }
    }
}
