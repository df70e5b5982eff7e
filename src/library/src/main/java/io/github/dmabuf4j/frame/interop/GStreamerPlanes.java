// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FramePlane;
import java.util.ArrayList;
import java.util.List;

/**
 * The strides and offsets of a {@code GstVideoMeta}, which says where the planes of a {@code GstBuffer} are. Its offsets count through
 * all memories of the buffer as if they followed each other.
 *
 * <p>Descriptors do not pass through this class. For programs that hand them over: {@code gst_dmabuf_allocator_alloc} takes
 * ownership of the descriptor that it gets, and closes it with the memory, so give it
 * {@code buffer.duplicate().detachFd()}. The descriptor of {@code gst_dmabuf_memory_get_fd} belongs to the memory, and is valid
 * for as long as the program holds a reference to the memory, its buffer or its sample: duplicate it before.
 */
public final class GStreamerPlanes {
    /** The planes that a {@code GstVideoMeta} has room for. */
    public static final int MAX_PLANES = 4;

    private GStreamerPlanes() {}

    /**
     * A {@code GstMemory} of a buffer, as {@code gst_memory_get_sizes} reports it.
     *
     * @param offset where it begins in its DMA-BUF, in bytes
     * @param bytes its size
     */
    public record Memory(long offset, long bytes) {
        /**
         * Creates the description of a memory.
         *
         * @throws IllegalArgumentException when a number is negative
         */
        public Memory {
            if (offset < 0 || bytes < 0) {
                throw new IllegalArgumentException(
                        "a memory cannot begin at " + offset + " and have " + bytes + " bytes");
            }
        }
    }

    /**
     * Returns the offsets for {@code gst_buffer_add_video_meta_full}, for a buffer that has one memory for each buffer of the
     * frame, in this order and of full size.
     *
     * @param frame a frame
     * @return bytes for each plane, {@link #MAX_PLANES} numbers, of which the last ones are 0 if there are fewer planes
     */
    public static long[] offsets(Frame frame) {
        long[] offsets = new long[MAX_PLANES];
        List<FramePlane> planes = frame.layout().planes();
        for (int plane = 0; plane < planes.size(); plane++) {
            offsets[plane] = bytesBefore(frame, planes.get(plane).buffer())
                    + planes.get(plane).offset();
        }
        return offsets;
    }

    private static long bytesBefore(Frame frame, int buffer) {
        return frame.buffers().subList(0, buffer).stream()
                .mapToLong(DmaBuf::size)
                .sum();
    }

    /**
     * Returns the strides for {@code gst_buffer_add_video_meta_full}.
     *
     * @param frame a frame
     * @return bytes for each plane, {@link #MAX_PLANES} numbers, of which the last ones are 0 if there are fewer planes
     * @throws IllegalArgumentException when a pitch does not fit into an {@code int}
     */
    public static int[] strides(Frame frame) {
        int[] strides = new int[MAX_PLANES];
        List<FramePlane> planes = frame.layout().planes();
        for (int plane = 0; plane < planes.size(); plane++) {
            long pitch = planes.get(plane).pitch();
            if (pitch > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "GStreamer has 31 bits for a stride: that of plane " + plane + " is " + pitch + " bytes");
            }
            strides[plane] = (int) pitch;
        }
        return strides;
    }

    /**
     * Returns where the planes of a {@code GstBuffer} lie in its memories.
     *
     * @param memories the memories of the buffer, in their order
     * @param offsets of the planes, as {@code GstVideoMeta} has them; its {@code n_planes}, not {@link #MAX_PLANES}
     * @param strides of the planes; as many
     * @return the planes; the index of a memory is that of {@link FramePlane#buffer}
     * @throws IllegalArgumentException when a plane begins in none of the memories, its offset in the DMA-BUF is too large, a stride is not
     *     positive, or there are not as many strides as offsets
     */
    public static List<FramePlane> planes(List<Memory> memories, long[] offsets, int[] strides) {
        if (offsets.length != strides.length) {
            throw new IllegalArgumentException(offsets.length + " offsets, but " + strides.length + " strides");
        }
        List<FramePlane> planes = new ArrayList<>();
        for (int plane = 0; plane < offsets.length; plane++) {
            planes.add(plane(memories, plane, offsets[plane], strides[plane]));
        }
        return List.copyOf(planes);
    }

    private static long sum(long memory, long offset, int plane) {
        if (offset > Long.MAX_VALUE - memory) {
            throw new IllegalArgumentException("plane " + plane + " begins at " + offset
                    + " of a memory that begins at " + memory + ": the sum has more than 63 bits");
        }
        return memory + offset;
    }

    private static FramePlane plane(List<Memory> memories, int plane, long offset, int stride) {
        long left = offset;
        for (int memory = 0; memory < memories.size() && left >= 0; memory++) {
            long bytes = memories.get(memory).bytes();
            if (left < bytes) {
                return new FramePlane(memory, sum(memories.get(memory).offset(), left, plane), stride);
            }
            left -= bytes;
        }
        throw new IllegalArgumentException("plane " + plane + " begins at " + offset + ", beyond the " + memories.size()
                + " memories of the buffer");
    }
}
