// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.DmaBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The buffers of a window, which take turns. */
final class BufferPool implements AutoCloseable {
    private final Connection connection;
    private final List<ShownBuffer> buffers = new ArrayList<>();
    private int next;

    BufferPool(Connection connection) {
        this.connection = connection;
    }

    void add(ShownBuffer buffer) {
        buffers.add(buffer);
    }

    ShownBuffer first() {
        return buffers.get(0);
    }

    /** Returns the next buffer, when the compositor has released it. */
    ShownBuffer free() throws IOException {
        ShownBuffer buffer = buffers.get(next++ % buffers.size());
        connection.await(buffer::isFree, "the release of a buffer");
        return buffer;
    }

    List<DmaBuf> memory() {
        return buffers.stream().map(ShownBuffer::memory).toList();
    }

    @Override
    public void close() {
        buffers.forEach(ShownBuffer::close);
    }
}
