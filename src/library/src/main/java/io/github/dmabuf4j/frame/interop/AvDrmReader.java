// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Reads an {@code AVDRMFrameDescriptor}, of which nothing is taken for granted. */
final class AvDrmReader {
    private final MemorySegment descriptor;
    private final int objects;
    private final int layers;

    AvDrmReader(MemorySegment descriptor) {
        this.descriptor = descriptor.asSlice(0, AvDrmLayouts.FRAME);
        this.objects = count(AvDrmLayouts.number(descriptor, AvDrmLayouts.FRAME, "nb_objects"), "nb_objects");
        this.layers = count(AvDrmLayouts.number(descriptor, AvDrmLayouts.FRAME, "nb_layers"), "nb_layers");
    }

    private static int count(int value, String field) {
        if (value < 1 || value > AvDrmLayouts.MAX_PLANES) {
            throw new IllegalArgumentException(
                    field + " of the descriptor is " + value + ", but must be 1 to " + AvDrmLayouts.MAX_PLANES);
        }
        return value;
    }

    /** Returns the format of the only layer. */
    DrmFormat format() {
        if (layers > 1) {
            throw new IllegalArgumentException("the descriptor has " + layers
                    + " layers, each with a format of its own: name the format of the whole picture");
        }
        return DrmFormat.of(AvDrmLayouts.number(layer(0), AvDrmLayouts.LAYER, "format"));
    }

    private MemorySegment layer(int index) {
        return AvDrmLayouts.element(descriptor, AvDrmLayouts.FRAME, "layers", index);
    }

    private MemorySegment object(int index) {
        return AvDrmLayouts.element(descriptor, AvDrmLayouts.FRAME, "objects", index);
    }

    Frame frame(DrmFormat format, int width, int height, FrameColor color) throws DmaBufException {
        FrameLayout layout = new FrameLayout(width, height, format, modifier(), planes(), color);
        // Of the final length: to add a buffer then needs no memory, so none is lost.
        List<DmaBuf> buffers = new ArrayList<>(objects);
        try {
            for (int i = 0; i < objects; i++) {
                buffers.add(DmaBuf.duplicateOf(AvDrmLayouts.number(object(i), AvDrmLayouts.OBJECT, "fd")));
                checkSize(i, buffers.get(i).size());
            }
            return Frame.owning(layout, buffers);
        } catch (Throwable failure) {
            OwnedBuffers.closeAll(buffers);
            throw failure;
        }
    }

    /** A size of 0 means that FFmpeg does not know it. */
    private void checkSize(int object, long actual) {
        long stated = AvDrmLayouts.wide(object(object), AvDrmLayouts.OBJECT, "size");
        if (stated < 0 || stated > actual) {
            throw new IllegalArgumentException("the descriptor states that object " + object + " has "
                    + Long.toUnsignedString(stated) + " bytes, but its buffer has " + actual);
        }
    }

    private Modifier modifier() {
        Modifier first = modifier(0);
        for (int i = 1; i < objects; i++) {
            if (!modifier(i).equals(first)) {
                throw new IllegalArgumentException("object 0 has modifier " + first + ", but object " + i + " has "
                        + modifier(i) + ": a picture has one");
            }
        }
        return first;
    }

    private Modifier modifier(int object) {
        return new Modifier(AvDrmLayouts.wide(object(object), AvDrmLayouts.OBJECT, "format_modifier"));
    }

    private List<FramePlane> planes() {
        List<FramePlane> planes = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            MemorySegment layer = layer(i);
            int count = count(AvDrmLayouts.number(layer, AvDrmLayouts.LAYER, "nb_planes"), "nb_planes");
            for (int j = 0; j < count; j++) {
                planes.add(plane(AvDrmLayouts.element(layer, AvDrmLayouts.LAYER, "planes", j), planes.size()));
            }
        }
        return planes;
    }

    private FramePlane plane(MemorySegment plane, int number) {
        int object = AvDrmLayouts.number(plane, AvDrmLayouts.PLANE, "object_index");
        if (object < 0 || object >= objects) {
            throw new IllegalArgumentException("plane " + number + " lies in object " + object
                    + ", but the descriptor has " + (objects == 1 ? "1 object" : objects + " objects"));
        }
        long offset = AvDrmLayouts.wide(plane, AvDrmLayouts.PLANE, "offset");
        long pitch = AvDrmLayouts.wide(plane, AvDrmLayouts.PLANE, "pitch");
        if (offset < 0 || pitch <= 0) {
            throw new IllegalArgumentException("plane " + number + " has offset " + offset + " and pitch " + pitch
                    + ": an offset must be 0 or more, and a pitch more than 0");
        }
        return new FramePlane(object, offset, pitch);
    }
}
