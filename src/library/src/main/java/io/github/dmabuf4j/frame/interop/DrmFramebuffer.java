// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.internal.gen.kms.Kms;
import io.github.dmabuf4j.internal.gen.kms.drm_mode_fb_cmd2;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * A frame as a framebuffer of a graphics card ({@code DRM_IOCTL_MODE_ADDFB2}), which a display can scan out.
 *
 * <pre>{@code
 * MemorySegment command = DrmFramebuffer.command(frame.layout(), arena, handle);
 * card.ioctl(DrmFramebuffer.ADD, command);
 * int framebuffer = DrmFramebuffer.id(command);
 * }</pre>
 *
 * <p>Who owns what: the card knows a buffer by a handle, which {@code DRM_IOCTL_PRIME_FD_TO_HANDLE} makes of a descriptor
 * ({@link io.github.dmabuf4j.DmaBuf#holdFd}). The handle has a reference of its own, so the descriptor may be closed after that. The
 * framebuffer has one too, so the handle may be closed ({@code DRM_IOCTL_GEM_CLOSE}) after this call. There is one handle for each
 * buffer and open card: {@code GEM_CLOSE} ends it for every importer in the process that uses this card. The memory stays until the
 * framebuffer is removed ({@code DRM_IOCTL_MODE_RMFB}).
 *
 * <p>Any thread may call any method.
 */
public final class DrmFramebuffer {
    /** The request, for {@link io.github.dmabuf4j.Device#ioctl}. Its argument is a {@link #command}. */
    public static final Ioctl ADD =
            new Ioctl("DRM_IOCTL_MODE_ADDFB2", Kms.DRM_IOCTL_MODE_ADDFB2(), drm_mode_fb_cmd2.layout());

    private static final long MAX_OFFSET = 0xffff_ffffL;

    private DrmFramebuffer() {}

    /**
     * Describes a framebuffer: {@code struct drm_mode_fb_cmd2}. The modifier is in it, with {@code DRM_MODE_FB_MODIFIERS}, if the
     * layout states one. Drivers whose {@code DRM_CAP_ADDFB2_MODIFIERS} is 0 refuse that (EINVAL), and treat a layout without one as
     * linear.
     *
     * @param layout the layout of the frame
     * @param allocator from which the structure comes, zeroed
     * @param handles the card's handle of each buffer of the layout
     * @return the structure
     * @throws IllegalArgumentException when there are more or fewer handles than buffers, a handle is 0, or an offset has more than 32
     *     bits
     */
    public static MemorySegment command(FrameLayout layout, SegmentAllocator allocator, int... handles) {
        checkHandles(layout, handles);
        MemorySegment command = drm_mode_fb_cmd2.allocate(allocator).fill((byte) 0);
        drm_mode_fb_cmd2.width(command, layout.width());
        drm_mode_fb_cmd2.height(command, layout.height());
        drm_mode_fb_cmd2.pixel_format(command, layout.format().code());
        boolean stated = layout.modifier().isStated();
        drm_mode_fb_cmd2.flags(command, stated ? Kms.DRM_MODE_FB_MODIFIERS() : 0);
        for (int i = 0; i < layout.planes().size(); i++) {
            FramePlane plane = layout.planes().get(i);
            checkOffset(i, plane.offset());
            // jextract 22's setters with an index write to the start of the structure, so they are not used.
            drm_mode_fb_cmd2.handles(command).setAtIndex(JAVA_INT, i, handles[plane.buffer()]);
            drm_mode_fb_cmd2.pitches(command).setAtIndex(JAVA_INT, i, (int) plane.pitch());
            drm_mode_fb_cmd2.offsets(command).setAtIndex(JAVA_INT, i, (int) plane.offset());
            if (stated) {
                drm_mode_fb_cmd2
                        .modifier(command)
                        .setAtIndex(JAVA_LONG, i, layout.modifier().value());
            }
        }
        return command;
    }

    private static void checkHandles(FrameLayout layout, int... handles) {
        if (handles.length != layout.buffers()) {
            throw new IllegalArgumentException(
                    "give a handle for each buffer of the layout: " + layout.buffers() + ", not " + handles.length);
        }
        for (int buffer = 0; buffer < handles.length; buffer++) {
            if (handles[buffer] == 0) {
                throw new IllegalArgumentException("the handle of buffer " + buffer
                        + " is 0, which stands for no buffer: import the buffer first (DRM_IOCTL_PRIME_FD_TO_HANDLE)");
            }
        }
    }

    private static void checkOffset(int plane, long offset) {
        if (offset > MAX_OFFSET) {
            throw new IllegalArgumentException("plane " + plane + " begins at offset " + offset
                    + ", but DRM_IOCTL_MODE_ADDFB2 takes at most " + MAX_OFFSET);
        }
    }

    /**
     * Returns what the card has answered.
     *
     * @param command a {@link #command} after the request
     * @return the card's id of the framebuffer; 0 before the request
     */
    public static int id(MemorySegment command) {
        return drm_mode_fb_cmd2.fb_id(command);
    }
}
