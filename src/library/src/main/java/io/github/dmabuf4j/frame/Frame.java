// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture in one or several DMA-BUFs. Immutable; any thread may call any method.
 *
 * <p>A frame that was made by {@link #of} does not own its buffers: who made them closes them, and {@link #close} does nothing. One
 * that was made by {@link #owning}, {@link #allocate} or {@link #duplicate} owns them, and {@link #close} closes them.
 *
 * <p>Several descriptors of one buffer (the same inode), as drivers of cameras and GPUs hand them out for planes, count as one buffer:
 * {@link #layout} and {@link #buffers} have it once.
 *
 * <p>Needs what {@link DmaBuf} needs, Linux 5.3.
 */
public final class Frame implements AutoCloseable {
    private final FrameLayout layout;
    private final List<DmaBuf> buffers;
    private final boolean owned;

    private Frame(FrameLayout layout, List<DmaBuf> buffers, boolean owned) {
        this.layout = layout;
        this.buffers = buffers;
        this.owned = owned;
    }

    /**
     * Describes a picture in buffers of another owner, who keeps them open for as long as the frame is used.
     *
     * @param layout how the picture lies in them
     * @param buffers as many as {@link FrameLayout#buffers} says
     * @return the frame
     * @throws IllegalArgumentException when there are more or fewer buffers, or a plane does not fit into its buffer
     * @throws IllegalStateException when a buffer is closed
     * @throws DmaBufException when the kernel refuses to say which buffer a descriptor stands for ({@code statx})
     */
    public static Frame of(FrameLayout layout, List<DmaBuf> buffers) throws DmaBufException {
        return make(layout, buffers, false);
    }

    /**
     * Describes a picture in buffers, and takes ownership of them. Further descriptors of a buffer that is in the list already are
     * closed at once.
     *
     * @param layout how the picture lies in them
     * @param buffers as many as {@link FrameLayout#buffers} says
     * @return the frame, to be closed by the caller
     * @throws IllegalArgumentException as {@link #of}; the buffers stay the caller's then
     * @throws IllegalStateException as {@link #of}; the buffers stay the caller's then
     * @throws DmaBufException as {@link #of}; the buffers stay the caller's then
     */
    public static Frame owning(FrameLayout layout, List<DmaBuf> buffers) throws DmaBufException {
        return make(layout, buffers, true);
    }

    private static Frame make(FrameLayout layout, List<DmaBuf> buffers, boolean owned) throws DmaBufException {
        BufferFit.check(layout, buffers);
        if (buffers.size() == 1) {
            return new Frame(layout, List.of(buffers.get(0)), owned);
        }
        DistinctBuffers distinct = DistinctBuffers.of(buffers);
        Frame frame = new Frame(distinct.renumber(layout), distinct.kept(), owned);
        if (owned) {
            distinct.closeRepeats();
        }
        return frame;
    }

    /**
     * Allocates the buffers of a picture, and owns them. They are zeroed.
     *
     * @param allocator a heap or udmabuf
     * @param layout a layout with rows, such as {@link FrameLayout#linear(DrmFormat, int, int, int)} computes
     * @return the frame, to be closed by the caller
     * @throws IllegalArgumentException when the layout has no rows ({@link FrameLayout#hasRows}): only a driver knows its size
     * @throws DmaBufException as of {@link BufferAllocator#allocate}; nothing stays allocated then
     */
    public static Frame allocate(BufferAllocator allocator, FrameLayout layout) throws DmaBufException {
        if (!layout.hasRows()) {
            throw new IllegalArgumentException(
                    "cannot allocate " + layout + ": only the driver of its modifier knows the size of the buffers");
        }
        // Of the final length: to add a buffer then needs no memory, so none is lost.
        List<DmaBuf> buffers = new ArrayList<>(layout.buffers());
        try {
            for (int buffer = 0; buffer < layout.buffers(); buffer++) {
                buffers.add(allocator.allocate(layout.bufferBytes(buffer)));
            }
            return owning(layout, buffers);
        } catch (Throwable failure) {
            DistinctBuffers.closeAll(buffers);
            throw failure;
        }
    }

    /**
     * Makes a frame with descriptors of its own for the same buffers, for a use that may outlast this one's.
     *
     * @return a frame that owns its buffers, to be closed by the caller
     * @throws IllegalStateException when a buffer is closed
     * @throws DmaBufException as of {@link DmaBuf#duplicate}; no descriptor is left over then
     */
    public Frame duplicate() throws DmaBufException {
        // Of the final length, as in allocate.
        List<DmaBuf> duplicates = new ArrayList<>(buffers.size());
        try {
            for (DmaBuf buffer : buffers) {
                duplicates.add(buffer.duplicate());
            }
            return new Frame(layout, List.copyOf(duplicates), true);
        } catch (Throwable failure) {
            DistinctBuffers.closeAll(duplicates);
            throw failure;
        }
    }

    /**
     * Returns how the picture lies in {@link #buffers}.
     *
     * @return the layout
     */
    public FrameLayout layout() {
        return layout;
    }

    /**
     * Returns the buffers, each once. {@link FramePlane#buffer} is an index of this list.
     *
     * @return 1 to 4 buffers; they stay those of the frame, or of who made them
     */
    public List<DmaBuf> buffers() {
        return buffers;
    }

    /**
     * Returns the buffer of a plane.
     *
     * @param plane the index of the plane
     * @return the buffer
     * @throws IndexOutOfBoundsException when there is no such plane
     */
    public DmaBuf buffer(int plane) {
        return buffers.get(layout.planes().get(plane).buffer());
    }

    /**
     * Returns whether {@link #close} closes the buffers.
     *
     * @return false of a frame that was made by {@link #of}
     */
    public boolean ownsBuffers() {
        return owned;
    }

    /**
     * Opens a scope in which the CPU accesses the picture: one {@link DmaBuf#access} for each buffer. Waits for the fences of devices
     * that still use the buffers.
     *
     * @param mode what the CPU does
     * @return the scope, to be closed by the thread that called this
     * @throws IllegalStateException when a buffer is closed
     * @throws DmaBufException as of {@link DmaBuf#access}; no scope stays open then
     */
    public FrameAccess access(Access mode) throws DmaBufException {
        return FrameAccess.open(this, mode);
    }

    /** Closes the buffers if this owns them. Further calls do nothing. */
    @Override
    public void close() {
        if (owned) {
            DistinctBuffers.closeAll(buffers);
        }
    }

    /** Returns the layout and the buffers, such as {@code Frame[640x480 NV12 LINEAR in 1 buffer of 462848 bytes]}. */
    @Override
    public String toString() {
        String count = buffers.size() == 1 ? "1 buffer" : buffers.size() + " buffers";
        long bytes = buffers.stream().mapToLong(DmaBuf::size).sum();
        return "Frame[" + layout + " in " + count + " of " + bytes + " bytes]";
    }
}
