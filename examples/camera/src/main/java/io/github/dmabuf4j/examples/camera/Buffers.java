// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The buffers of the camera. */
final class Buffers implements AutoCloseable {
    private final List<DmaBuf> all = new ArrayList<>();

    static Buffers allocate(BufferAllocator allocator, int count, long bytes) throws DmaBufException {
        Buffers buffers = new Buffers();
        try {
            for (int i = 0; i < count; i++) {
                DmaBuf buffer = allocator.allocate(bytes);
                buffers.all.add(buffer);
                buffer.setName("camera-" + i);
            }
            return buffers;
        } catch (Throwable failure) {
            buffers.close();
            throw failure;
        }
    }

    List<DmaBuf> all() {
        return Collections.unmodifiableList(all);
    }

    DmaBuf get(int index) {
        return all.get(index);
    }

    @Override
    public String toString() {
        return all.size() + " of " + all.getFirst().size() + " bytes each";
    }

    @Override
    public void close() {
        all.forEach(DmaBuf::close);
    }
}
