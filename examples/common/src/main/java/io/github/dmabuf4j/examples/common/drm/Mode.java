// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common.drm;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.common.Size;
import io.github.dmabuf4j.examples.common.drm.gen.Drm;
import io.github.dmabuf4j.examples.common.drm.gen.drm_mode_modeinfo;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A display mode.
 *
 * @param info the kernel's {@code drm_mode_modeinfo}, which also serves to set the mode
 */
public record Mode(MemorySegment info) {
    /** The emulation of the test VM is slow, so a small mode is the default there. */
    private static final boolean IN_VM = System.getenv("DMABUF4J_VM") != null;

    private static final int LEAST_WIDTH = 640;
    private static final int LEAST_HEIGHT = 480;

    /** The visible width in pixels. */
    public int width() {
        return Short.toUnsignedInt(drm_mode_modeinfo.hdisplay(info));
    }

    /** The visible height in pixels. */
    public int height() {
        return Short.toUnsignedInt(drm_mode_modeinfo.vdisplay(info));
    }

    private boolean isPreferred() {
        return (drm_mode_modeinfo.type(info) & Drm.DRM_MODE_TYPE_PREFERRED()) != 0;
    }

    private Size size() {
        return new Size(width(), height());
    }

    /** Returns the mode of the wanted size; without one, the default mode. */
    public static Mode choose(List<Mode> modes, Optional<Size> wish) throws IOException {
        if (wish.isPresent()) {
            return ofSize(modes, wish.get());
        }
        Optional<Mode> chosen = IN_VM
                ? smallest(modes)
                : modes.stream().filter(Mode::isPreferred).findFirst();
        return chosen.orElseGet(() -> modes.get(0));
    }

    private static Mode ofSize(List<Mode> modes, Size size) throws IOException {
        // Of equal sizes the kernel lists the mode with the highest refresh rate first.
        return modes.stream()
                .filter(mode -> mode.size().equals(size))
                .findFirst()
                .orElseThrow(() -> Failure.usage("the display has no mode " + size + "; it has " + sizes(modes)));
    }

    private static String sizes(List<Mode> modes) {
        return modes.stream().map(mode -> mode.size().toString()).distinct().collect(Collectors.joining(", "));
    }

    private static Optional<Mode> smallest(List<Mode> modes) {
        return modes.stream()
                .filter(mode -> mode.width() >= LEAST_WIDTH && mode.height() >= LEAST_HEIGHT)
                .min(Comparator.comparingInt(mode -> mode.width() * mode.height()));
    }

    @Override
    public String toString() {
        return size() + " at " + drm_mode_modeinfo.vrefresh(info) + " Hz";
    }
}
