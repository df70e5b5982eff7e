// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * A frame as a Wayland compositor takes it: the arguments of the requests {@code add}, {@code create} and {@code create_immed} of
 * {@code zwp_linux_buffer_params_v1}.
 *
 * <p>The frame's buffers keep their descriptors. This object holds those of the planes open until it is closed. libwayland-client
 * duplicates a descriptor when it takes up the request, so this can be closed when the last {@code add} has returned, and the frame
 * stays the owner of its own. The compositor has the duplicate from then on: the memory is freed only after it has given up
 * the {@code wl_buffer} too.
 *
 * <p>The contents may change while no compositor reads them: before the buffer is first attached, and from the event {@code release} until
 * it is attached again. Can be used by any thread.
 */
public final class WaylandParams implements AutoCloseable {
    /** What a uint of the protocol can hold. */
    private static final long MOST = 0xffff_ffffL;

    private final FrameLayout layout;
    private final FrameHolds holds = new FrameHolds();
    private final List<Plane> planes = new ArrayList<>();

    /**
     * The arguments of one {@code add}, in its order.
     *
     * @param fd the descriptor of the plane's buffer, valid until the parameters are closed
     * @param index the plane, from 0
     * @param offset bytes from the start of the buffer; unsigned
     * @param stride bytes from one row to the next; unsigned
     * @param modifierHigh the upper 32 bits of the modifier, the same of all planes
     * @param modifierLow the lower 32 bits
     */
    public record Plane(int fd, int index, int offset, int stride, int modifierHigh, int modifierLow) {}

    private WaylandParams(FrameLayout layout) {
        this.layout = layout;
    }

    /**
     * Describes a frame with its own modifier.
     *
     * @param frame the frame, which stays the owner of its buffers
     * @return the parameters, to be closed after the last {@code add}
     * @throws IllegalArgumentException when an offset does not fit into 32 bits; the message names the plane
     * @throws IllegalStateException when a buffer is closed
     */
    public static WaylandParams of(Frame frame) {
        return of(frame, frame.layout().modifier());
    }

    /**
     * Describes a frame with a modifier that the compositor has offered. A compositor that knows no modifiers offers its formats with
     * {@link Modifier#INVALID} alone. Such a compositor takes a linear frame described with {@code INVALID}.
     *
     * @param frame the frame, which stays the owner of its buffers
     * @param modifier the frame's own, or {@link Modifier#INVALID} for a linear frame
     * @return the parameters, to be closed after the last {@code add}
     * @throws IllegalArgumentException when the modifier is another one, or an offset does not fit into 32 bits; the message names the
     *     plane
     * @throws IllegalStateException when a buffer is closed
     */
    public static WaylandParams of(Frame frame, Modifier modifier) {
        checkModifier(frame.layout().modifier(), modifier);
        WaylandParams params = new WaylandParams(frame.layout());
        try {
            params.holds.hold(frame);
            for (int i = 0; i < frame.layout().planes().size(); i++) {
                params.add(i, modifier);
            }
            return params;
        } catch (Throwable thrown) {
            params.close();
            throw thrown;
        }
    }

    private static void checkModifier(Modifier own, Modifier given) {
        boolean isUnstated = own.isLinear() && !given.isStated();
        if (!given.equals(own) && !isUnstated) {
            throw new IllegalArgumentException("a frame with modifier " + own + " cannot be described with " + given
                    + ": the compositor would read the pixels in another arrangement");
        }
    }

    private void add(int index, Modifier modifier) {
        FramePlane plane = layout.planes().get(index);
        if (plane.offset() > MOST) {
            throw new IllegalArgumentException("plane " + index + ": the offset " + plane.offset()
                    + " is more than the 32 bits of the Wayland protocol can hold");
        }
        long value = modifier.value();
        // A FramePlane's pitch fits into 32 bits.
        planes.add(new Plane(
                holds.fd(plane.buffer()),
                index,
                (int) plane.offset(),
                (int) plane.pitch(),
                (int) (value >>> Integer.SIZE),
                (int) value));
    }

    /**
     * Returns the arguments of each {@code add}.
     *
     * @return the planes in their order
     * @throws IllegalStateException when this is closed
     */
    public List<Plane> planes() {
        if (!holds.isOpen()) {
            throw new IllegalStateException("these parameters are closed: their descriptors may stand for other files");
        }
        return List.copyOf(planes);
    }

    /**
     * Returns the argument {@code width} of {@code create}.
     *
     * @return pixels
     */
    public int width() {
        return layout.width();
    }

    /**
     * Returns the argument {@code height} of {@code create}.
     *
     * @return pixels
     */
    public int height() {
        return layout.height();
    }

    /**
     * Returns the argument {@code format} of {@code create}.
     *
     * @return the code of {@code drm_fourcc.h}
     */
    public int format() {
        return layout.format().code();
    }

    /** Ends the holds on the descriptors. Further calls do nothing. */
    @Override
    public void close() {
        holds.close();
    }

    @Override
    public String toString() {
        return "WaylandParams[" + layout + "]";
    }
}
