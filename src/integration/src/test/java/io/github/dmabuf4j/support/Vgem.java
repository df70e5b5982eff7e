// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.examples.display.Driver;
import io.github.dmabuf4j.examples.display.ImportedBuffer;
import io.github.dmabuf4j.examples.display.gen.Drm;
import io.github.dmabuf4j.examples.display.gen.drm_mode_create_dumb;
import io.github.dmabuf4j.examples.display.gen.drm_mode_destroy_dumb;
import io.github.dmabuf4j.examples.display.gen.drm_mode_map_dumb;
import io.github.dmabuf4j.examples.display.gen.drm_prime_handle;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

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

    private final Device card;

    private Vgem(Device card) {
        this.card = card;
    }

    /** A buffer that the card allocated, by the card's handle. */
    public record Dumb(int handle, long size) {}

    /** Opens the card. */
    public static Vgem open() throws IOException {
        try (DirectoryStream<Path> nodes = Files.newDirectoryStream(Path.of("/dev/dri"), "card*")) {
            for (Path node : nodes) {
                Device card = Device.open(node);
                if (Driver.of(card).equals("vgem")) {
                    return new Vgem(card);
                }
                card.close();
            }
        }
        throw new IOException("this kernel has no vgem card");
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
