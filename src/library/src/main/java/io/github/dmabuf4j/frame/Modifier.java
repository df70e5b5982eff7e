// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import io.github.dmabuf4j.internal.gen.drm.DrmFourcc;
import java.util.Optional;

/**
 * How the pixels of a picture are arranged in memory beyond what its format says: row by row, in tiles, compressed. To most programs
 * it is a number to compare and to pass on.
 *
 * @param value the kernel's number, of which the highest byte is the vendor
 */
public record Modifier(long value) {
    /** Row by row. */
    public static final Modifier LINEAR = new Modifier(DrmFourcc.DRM_FORMAT_MOD_LINEAR());

    /**
     * Not stated: the driver that allocated the buffer knows the arrangement, and another one may not. Not the same as
     * {@link #LINEAR}.
     */
    public static final Modifier INVALID = new Modifier(DrmFourcc.DRM_FORMAT_MOD_INVALID());

    static final int VENDOR_SHIFT = 56;

    /**
     * Returns whether the rows lie one after the other.
     *
     * @return true of {@link #LINEAR} alone
     */
    public boolean isLinear() {
        return value == LINEAR.value;
    }

    /**
     * Returns whether the arrangement is stated.
     *
     * @return false of {@link #INVALID} alone
     */
    public boolean isStated() {
        return value != INVALID.value;
    }

    /**
     * Returns who has defined the modifier.
     *
     * @return the kernel's number of the vendor, 0 to 255; 0 of {@link #LINEAR} and {@link #INVALID}
     */
    public int vendor() {
        return (int) (value >>> VENDOR_SHIFT);
    }

    /**
     * Returns the name in {@code drm_fourcc.h} without what all names have in common, such as {@code LINEAR} or
     * {@code I915_X_TILED}; the parts of Arm's compression, such as {@code AFBC(16x16,YTR,SPARSE)}; else the vendor and the number.
     */
    @Override
    public String toString() {
        Optional<String> name = ModifierNames.of(value);
        return name.orElseGet(() -> ModifierNames.vendor(vendor()) + " 0x" + Long.toHexString(value));
    }
}
