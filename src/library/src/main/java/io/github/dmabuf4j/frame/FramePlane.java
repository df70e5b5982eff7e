// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

/**
 * Where a plane of a picture lies.
 *
 * @param buffer the index of its buffer in the frame
 * @param offset where its first row begins in the buffer, in bytes
 * @param pitch the distance from one row to the next in bytes, also called stride
 */
public record FramePlane(int buffer, long offset, long pitch) {
    /** The kernel and all common interfaces have 32 bits for a pitch. */
    private static final long MAX_PITCH = 0xffff_ffffL;

    /** Half of the range of a long, so that sums of two cannot overflow. */
    private static final long MAX_OFFSET = Long.MAX_VALUE / 2;

    /**
     * Creates the description of a plane.
     *
     * @throws IllegalArgumentException when a number is negative, or the pitch is 0 or has more than 32 bits
     */
    public FramePlane {
        if (buffer < 0) {
            throw new IllegalArgumentException("the index of a buffer must be 0 or more, not " + buffer);
        }
        if (offset < 0 || offset > MAX_OFFSET) {
            throw new IllegalArgumentException("the offset of a plane must be 0 to " + MAX_OFFSET + ", not " + offset);
        }
        if (pitch <= 0 || pitch > MAX_PITCH) {
            throw new IllegalArgumentException(
                    "the pitch of a plane must be 1 to " + MAX_PITCH + " bytes, not " + pitch);
        }
    }

    FramePlane withBuffer(int index) {
        return new FramePlane(index, offset, pitch);
    }
}
