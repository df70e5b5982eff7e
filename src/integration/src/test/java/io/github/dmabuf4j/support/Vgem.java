// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.examples.common.drm.gen.Drm;
import io.github.dmabuf4j.examples.common.drm.gen.drm_mode_create_dumb;
import io.github.dmabuf4j.examples.common.drm.gen.drm_mode_destroy_dumb;
import io.github.dmabuf4j.examples.common.drm.gen.drm_mode_map_dumb;
import io.github.dmabuf4j.examples.common.drm.gen.drm_prime_handle;
import io.github.dmabuf4j.examples.display.ImportedBuffer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.channels.FileChannel.MapMode;

/** The kernel's virtual graphics card, an exporter and importer of buffers. */
public final class Vgem implements AutoCloseable {
    private static final Ioctl PRIME_HANDLE_TO_FD =
            new Ioctl("DRM_IOCTL_PRIME_HANDLE_TO_FD", Drm.DRM_IOCTL_PRIME_HANDLE_TO_FD(), drm_prime_handle.layout());
    private static final Ioctl CREATE_DUMB =
            new Ioctl("DRM_IOCTL_MODE_CREATE_DUMB", Drm.DRM_IOCTL_MODE_CREATE_DUMB(), drm_mode_create_dumb.layout());
    private static final Ioctl MAP_DUMB =
            new Ioctl("DRM_IOCTL_MODE_MAP_DUMB", Drm.DRM_IOCTL_MODE_MAP_DUMB(), drm_mode_map_dumb.layout());
    private static final Ioctl DESTROY_DUMB =
            new Ioctl("DRM_IOCTL_MODE_DESTROY_DUMB", Drm.DRM_IOCTL_MODE_DESTROY_DUMB(), drm_mode_destroy_dumb.layout());

    // No header that the bindings are made of defines them.
    private static final StructLayout FENCE_ATTACH = MemoryLayout.structLayout(
            JAVA_INT.withName("handle"),
            JAVA_INT.withName("flags"),
            JAVA_INT.withName("fence"),
            MemoryLayout.paddingLayout(Integer.BYTES));
    private static final StructLayout FENCE_SIGNAL =
            MemoryLayout.structLayout(JAVA_INT.withName("fence"), JAVA_INT.withName("flags"));
    private static final Ioctl ATTACH = new Ioctl("DRM_IOCTL_VGEM_FENCE_ATTACH", 0xc0106441L, FENCE_ATTACH);
    private static final Ioctl SIGNAL = new Ioctl("DRM_IOCTL_VGEM_FENCE_SIGNAL", 0x40086442L, FENCE_SIGNAL);
    private static final int FENCE_WRITE = 1;

    private final Device card;

    private Vgem(Device card) {
        this.card = card;
    }

    /** A buffer that the card allocated, by the card's handle. */
    public record Dumb(int handle, long size) {}

    /** Opens the card. */
    public static Vgem open() throws IOException {
        return new Vgem(DrmCards.open("vgem"));
    }

    /** Imports a buffer. */
    public ImportedBuffer importBuffer(DmaBuf buffer) throws IOException {
        return ImportedBuffer.of(card, buffer);
    }

    /** Exports the buffer of a handle. Returns a descriptor that belongs to the caller. */
    public int export(int handle) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment prime = arena.allocate(drm_prime_handle.layout());
            drm_prime_handle.handle(prime, handle);
            drm_prime_handle.flags(prime, Drm.DRM_CLOEXEC() | Drm.DRM_RDWR());
            card.ioctl(PRIME_HANDLE_TO_FD, prime);
            return drm_prime_handle.fd(prime);
        }
    }

    /** Creates a buffer for a picture with 32 bits per pixel. */
    public Dumb create(int width, int height) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment dumb = arena.allocate(drm_mode_create_dumb.layout());
            drm_mode_create_dumb.width(dumb, width);
            drm_mode_create_dumb.height(dumb, height);
            drm_mode_create_dumb.bpp(dumb, Integer.SIZE);
            card.ioctl(CREATE_DUMB, dumb);
            return new Dumb(drm_mode_create_dumb.handle(dumb), drm_mode_create_dumb.size(dumb));
        }
    }

    /** Maps the buffer through the card, not as a DMA-BUF. */
    public MemorySegment map(Dumb dumb, Arena lifetime) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment map = arena.allocate(drm_mode_map_dumb.layout());
            drm_mode_map_dumb.handle(map, dumb.handle());
            card.ioctl(MAP_DUMB, map);
            return card.map(MapMode.READ_WRITE, drm_mode_map_dumb.offset(map), dumb.size(), lifetime);
        }
    }

    /**
     * Adds a fence of the card to the buffer of a handle, as a device does that reads or writes it. Returns its number. The
     * kernel signals it after 10 s, or when the card is closed.
     */
    public int addFence(int handle, Access access) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attach = arena.allocate(FENCE_ATTACH);
            attach.set(JAVA_INT, 0, handle);
            attach.set(JAVA_INT, Integer.BYTES, access == Access.READ ? 0 : FENCE_WRITE);
            card.ioctl(ATTACH, attach);
            return attach.get(JAVA_INT, FENCE_ATTACH.byteOffset(PathElement.groupElement("fence")));
        }
    }

    public void signal(int fence) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment signal = arena.allocate(FENCE_SIGNAL);
            signal.set(JAVA_INT, 0, fence);
            card.ioctl(SIGNAL, signal);
        }
    }

    /** Frees the handle. */
    public void destroy(Dumb dumb) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment destroy = arena.allocate(drm_mode_destroy_dumb.layout());
            drm_mode_destroy_dumb.handle(destroy, dumb.handle());
            card.ioctl(DESTROY_DUMB, destroy);
        }
    }

    @Override
    public void close() {
        card.close();
    }
}
