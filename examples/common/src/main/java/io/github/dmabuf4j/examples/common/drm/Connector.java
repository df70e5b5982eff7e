// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common.drm;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.examples.common.drm.gen.Drm;
import io.github.dmabuf4j.examples.common.drm.gen.drm_mode_get_connector;
import io.github.dmabuf4j.examples.common.drm.gen.drm_mode_modeinfo;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A connector of the card, and the display that is plugged in.
 *
 * @param encoders the ids of the encoders that can drive it
 * @param encoder the id of the encoder that drives it now, or 0
 */
public record Connector(int id, boolean isConnected, List<Mode> modes, List<Integer> encoders, int encoder) {
    private static final Ioctl GET_CONNECTOR = new Ioctl(
            "DRM_IOCTL_MODE_GETCONNECTOR", Drm.DRM_IOCTL_MODE_GETCONNECTOR(), drm_mode_get_connector.layout());

    private static final int CONNECTED = 1; // drm_connector_status_connected, which no UAPI header defines

    static Connector read(Device card, int id) throws IOException {
        // The modes must live as long as any of them is in use.
        Arena arena = Arena.ofAuto();
        MemorySegment answer = arena.allocate(drm_mode_get_connector.layout());
        drm_mode_get_connector.connector_id(answer, id);
        // The first call probes the display and returns the counts, the second returns the data.
        card.ioctl(GET_CONNECTOR, answer);
        drm_mode_get_connector.count_props(answer, 0);
        MemorySegment modes = drm_mode_modeinfo.allocateArray(drm_mode_get_connector.count_modes(answer), arena);
        MemorySegment encoders = arena.allocate(JAVA_INT, drm_mode_get_connector.count_encoders(answer));
        drm_mode_get_connector.modes_ptr(answer, modes.address());
        drm_mode_get_connector.encoders_ptr(answer, encoders.address());
        card.ioctl(GET_CONNECTOR, answer);
        return new Connector(
                id,
                drm_mode_get_connector.connection(answer) == CONNECTED,
                modes.elements(drm_mode_modeinfo.layout()).map(Mode::new).toList(),
                Ids.of(encoders),
                drm_mode_get_connector.encoder_id(answer));
    }
}
