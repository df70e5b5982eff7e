// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A format and a modifier that a Wayland compositor takes. A compositor may offer formats that are newer than this library,
 * so the format is a code.
 *
 * @param code the code of {@code drm_fourcc.h}
 * @param modifier the modifier; {@link Modifier#INVALID} where the compositor knows no modifiers
 */
public record WaylandFormat(int code, Modifier modifier) {
    /** A 32-bit code, 4 bytes of padding, a 64-bit modifier. */
    private static final int ENTRY_BYTES = 16;

    private static final int MODIFIER_OFFSET = 8;
    private static final long LOW = 0xffff_ffffL;

    /**
     * Takes the arguments of the event {@code modifier} of {@code zwp_linux_dmabuf_v1}, which versions before 4 send.
     *
     * @param code the code of the format
     * @param modifierHigh the upper 32 bits of the modifier
     * @param modifierLow the lower 32 bits
     * @return the pair
     */
    public static WaylandFormat of(int code, int modifierHigh, int modifierLow) {
        return new WaylandFormat(code, new Modifier(((long) modifierHigh << Integer.SIZE) | (modifierLow & LOW)));
    }

    /**
     * Reads the memory of the event {@code format_table} of {@code zwp_linux_dmabuf_feedback_v1}. The event
     * {@code tranche_formats} has indexes of this list: unsigned, of 16 bits, in the byte order of the machine.
     *
     * @param table the memory, from its position to its limit; neither changes, nor does its byte order matter
     * @return all entries in their order
     * @throws IllegalArgumentException when the size is not a multiple of that of an entry, 16 bytes
     */
    public static List<WaylandFormat> table(ByteBuffer table) {
        ByteBuffer bytes = table.duplicate().order(ByteOrder.nativeOrder());
        if (bytes.remaining() % ENTRY_BYTES != 0) {
            throw new IllegalArgumentException("the compositor's table of formats has " + bytes.remaining()
                    + " bytes, not a multiple of " + ENTRY_BYTES);
        }
        List<WaylandFormat> formats = new ArrayList<>();
        for (int at = bytes.position(); at < bytes.limit(); at += ENTRY_BYTES) {
            formats.add(new WaylandFormat(bytes.getInt(at), new Modifier(bytes.getLong(at + MODIFIER_OFFSET))));
        }
        return List.copyOf(formats);
    }

    /**
     * Returns the format.
     *
     * @return empty if this library does not know it
     */
    public Optional<DrmFormat> format() {
        return DrmFormat.find(code);
    }
}
