// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;

/** The structures of FFmpeg's {@code libavutil/hwcontext_drm.h}, on a machine of 64 bits. */
final class AvDrmLayouts {
    /** {@code AV_DRM_MAX_PLANES}. */
    static final int MAX_PLANES = 4;

    static final StructLayout OBJECT = MemoryLayout.structLayout(
                    JAVA_INT.withName("fd"),
                    MemoryLayout.paddingLayout(Integer.BYTES),
                    JAVA_LONG.withName("size"),
                    JAVA_LONG.withName("format_modifier"))
            .withName("AVDRMObjectDescriptor");

    static final StructLayout PLANE = MemoryLayout.structLayout(
                    JAVA_INT.withName("object_index"),
                    MemoryLayout.paddingLayout(Integer.BYTES),
                    JAVA_LONG.withName("offset"),
                    JAVA_LONG.withName("pitch"))
            .withName("AVDRMPlaneDescriptor");

    static final StructLayout LAYER = MemoryLayout.structLayout(
                    JAVA_INT.withName("format"),
                    JAVA_INT.withName("nb_planes"),
                    MemoryLayout.sequenceLayout(MAX_PLANES, PLANE).withName("planes"))
            .withName("AVDRMLayerDescriptor");

    static final StructLayout FRAME = MemoryLayout.structLayout(
                    JAVA_INT.withName("nb_objects"),
                    MemoryLayout.paddingLayout(Integer.BYTES),
                    MemoryLayout.sequenceLayout(MAX_PLANES, OBJECT).withName("objects"),
                    JAVA_INT.withName("nb_layers"),
                    MemoryLayout.paddingLayout(Integer.BYTES),
                    MemoryLayout.sequenceLayout(MAX_PLANES, LAYER).withName("layers"))
            .withName("AVDRMFrameDescriptor");

    private AvDrmLayouts() {}

    static int number(MemorySegment struct, StructLayout layout, String field) {
        return struct.get(JAVA_INT, layout.byteOffset(groupElement(field)));
    }

    static long wide(MemorySegment struct, StructLayout layout, String field) {
        return struct.get(JAVA_LONG, layout.byteOffset(groupElement(field)));
    }

    static void number(MemorySegment struct, StructLayout layout, String field, int value) {
        struct.set(JAVA_INT, layout.byteOffset(groupElement(field)), value);
    }

    static void wide(MemorySegment struct, StructLayout layout, String field, long value) {
        struct.set(JAVA_LONG, layout.byteOffset(groupElement(field)), value);
    }

    /** Returns an element of an array in a structure. */
    static MemorySegment element(MemorySegment struct, StructLayout layout, String array, int index) {
        MemoryLayout element = ((SequenceLayout) layout.select(groupElement(array))).elementLayout();
        return struct.asSlice(layout.byteOffset(groupElement(array)) + index * element.byteSize(), element);
    }
}
