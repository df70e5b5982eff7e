// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import java.lang.foreign.MemorySegment;

/** Rows of luma and chroma, and of alpha where the format has it. */
record YuvRows(int width, YuvSamples.Components components, YuvMatrix matrix) implements RowCodec {
    private static final int RGB = 0x00ff_ffff;
    private static final int ALPHA_SHIFT = 24;

    @Override
    public void read(FrameAccess frame, int y, int[] into) {
        MemorySegment luma = components.luma().row(frame, y);
        MemorySegment cb = components.cb().row(frame, y);
        MemorySegment cr = components.cr().row(frame, y);
        for (int x = 0; x < width; x++) {
            into[x] = matrix.argb(
                    components.luma().sample(luma, x),
                    components.cb().sample(cb, x),
                    components.cr().sample(cr, x));
        }
        YuvSamples alpha = components.alpha();
        if (alpha != null) {
            MemorySegment row = alpha.row(frame, y);
            for (int x = 0; x < width; x++) {
                into[x] = (into[x] & RGB) | (alpha.sample(row, x) << ALPHA_SHIFT);
            }
        }
    }

    @Override
    public void write(FrameAccess frame, int y, int[] from) {
        throw new UnsupportedOperationException("a picture is drawn into RGB frames only, not into "
                + frame.layout().format());
    }
}
