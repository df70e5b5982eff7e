// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A scope in which the CPU accesses a picture. Only the thread that opened it may access the segments and close it; the segments are
 * dead afterwards. See {@link CpuAccess}, of which it has one for each buffer.
 */
public final class FrameAccess implements AutoCloseable {
    private final FrameLayout layout;
    // Of the final length: to add a scope then needs no memory, so none is lost.
    private final List<CpuAccess> scopes;

    private FrameAccess(FrameLayout layout, int buffers) {
        this.layout = layout;
        this.scopes = new ArrayList<>(buffers);
    }

    static FrameAccess open(Frame frame, Access mode) throws DmaBufException {
        List<DmaBuf> buffers = frame.buffers();
        FrameAccess access = new FrameAccess(frame.layout(), buffers.size());
        try {
            for (int i = 0; i < buffers.size(); i++) {
                access.scopes.add(buffers.get(i).access(mode));
            }
            return access;
        } catch (Throwable failure) {
            try (access) {
                throw failure;
            }
        }
    }

    /**
     * Returns the layout of the picture.
     *
     * @return the layout of its frame
     */
    public FrameLayout layout() {
        return layout;
    }

    boolean isReadOnly() {
        return scopes.getFirst().segment().isReadOnly();
    }

    /**
     * Returns the bytes of a plane, from its first row on: its rows with their padding, the last row without; or, for a layout without
     * rows, all that the buffer has from there.
     *
     * @param plane the index of the plane
     * @return a segment that is valid until this scope is closed; read-only for {@link Access#READ}
     * @throws IndexOutOfBoundsException when there is no such plane
     */
    public MemorySegment plane(int plane) {
        FramePlane where = layout.planes().get(plane);
        MemorySegment buffer = scopes.get(where.buffer()).segment();
        return layout.hasRows()
                ? buffer.asSlice(where.offset(), layout.end(plane) - where.offset())
                : buffer.asSlice(where.offset());
    }

    /**
     * Returns the bytes of a row of a plane, without padding.
     *
     * @param plane the index of the plane
     * @param row the row, counted from the top; a plane of subsampled chroma has fewer rows than the picture
     * @return a segment that is valid until this scope is closed; read-only for {@link Access#READ}
     * @throws IndexOutOfBoundsException when there is no such plane or row
     * @throws IllegalStateException when the layout has no rows, or its format has blocks of several rows, such as
     *     {@link DrmFormat#Y0L0}
     */
    public MemorySegment row(int plane, int row) {
        FramePlane where = layout.planes().get(plane);
        if (!layout.hasRows()) {
            throw new IllegalStateException(
                    "a picture with modifier " + layout.modifier() + " does not consist of rows that a CPU can read");
        }
        int blockHeight = layout.format().blockHeight();
        if (blockHeight > 1) {
            throw new IllegalStateException("a picture in " + layout.format()
                    + " does not consist of rows that a CPU can read: a row of tiles has " + blockHeight
                    + " rows of pixels");
        }
        Objects.checkIndex(row, layout.rows(plane));
        long start = where.offset() + row * where.pitch();
        return scopes.get(where.buffer()).segment().asSlice(start, layout.rowBytes(plane));
    }

    /**
     * Ends the scope of each buffer. Further calls do nothing.
     *
     * @throws DmaBufException as of {@link CpuAccess#close}, the first of several; all scopes have ended nevertheless
     * @throws WrongThreadException when another thread than the one that opened the scope calls this; the scope stays open
     */
    @Override
    public void close() throws DmaBufException {
        endFrom(0);
    }

    /** Ends the last scope first, and each whatever befalls the others. Uses no iterator, since memory may be short. */
    private void endFrom(int index) throws DmaBufException {
        if (index < scopes.size()) {
            CpuAccess scope = scopes.get(index);
            try (scope) {
                endFrom(index + 1);
            }
        }
    }
}
