// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

/** Converts rows of a frame from and to numbers 0xAARRGGBB. */
interface RowCodec {
    /** Reads row {@code y} of the picture. */
    void read(FrameAccess frame, int y, int[] into);

    /** Writes row {@code y} of the picture. */
    void write(FrameAccess frame, int y, int[] from);
}
