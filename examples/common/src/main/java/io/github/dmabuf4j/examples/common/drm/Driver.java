// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common.drm;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.examples.common.drm.gen.Drm;
import io.github.dmabuf4j.examples.common.drm.gen.drm_version;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The driver of a card. */
public final class Driver {
    private static final Ioctl VERSION = new Ioctl("DRM_IOCTL_VERSION", Drm.DRM_IOCTL_VERSION(), drm_version.layout());

    private static final int NAME_BYTES = 64;

    private Driver() {}

    /** Returns the name of a card's driver. */
    public static String of(Device card) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment version = arena.allocate(drm_version.layout());
            MemorySegment name = arena.allocate(NAME_BYTES);
            drm_version.name(version, name);
            // The kernel writes no NUL, so the last byte is left as one.
            drm_version.name_len(version, NAME_BYTES - 1);
            card.ioctl(VERSION, version);
            return name.getString(0);
        }
    }
}
