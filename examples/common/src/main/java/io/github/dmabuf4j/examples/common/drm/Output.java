// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common.drm;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.examples.common.drm.gen.Drm;
import io.github.dmabuf4j.examples.common.drm.gen.drm_mode_card_res;
import io.github.dmabuf4j.examples.common.drm.gen.drm_mode_get_encoder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * A connected display and the CRTC that drives it.
 *
 * @param pipe the index of the CRTC among those of the card
 */
public record Output(Connector connector, int crtc, int pipe) {
    private static final Ioctl GET_RESOURCES =
            new Ioctl("DRM_IOCTL_MODE_GETRESOURCES", Drm.DRM_IOCTL_MODE_GETRESOURCES(), drm_mode_card_res.layout());
    private static final Ioctl GET_ENCODER =
            new Ioctl("DRM_IOCTL_MODE_GETENCODER", Drm.DRM_IOCTL_MODE_GETENCODER(), drm_mode_get_encoder.layout());

    /** Finds the first connected display. */
    static Optional<Output> find(Device card) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(drm_mode_card_res.layout());
            card.ioctl(GET_RESOURCES, answer);
            MemorySegment crtcs = arena.allocate(JAVA_INT, drm_mode_card_res.count_crtcs(answer));
            MemorySegment connectors = arena.allocate(JAVA_INT, drm_mode_card_res.count_connectors(answer));
            drm_mode_card_res.crtc_id_ptr(answer, crtcs.address());
            drm_mode_card_res.connector_id_ptr(answer, connectors.address());
            drm_mode_card_res.count_encoders(answer, 0);
            drm_mode_card_res.count_fbs(answer, 0);
            card.ioctl(GET_RESOURCES, answer);
            return find(card, Ids.of(connectors), Ids.of(crtcs));
        }
    }

    private static Optional<Output> find(Device card, List<Integer> connectors, List<Integer> crtcs)
            throws IOException {
        for (int id : connectors) {
            Connector connector = Connector.read(card, id);
            int pipe = connector.isConnected() && !connector.modes().isEmpty() ? pipe(card, connector, crtcs) : -1;
            if (pipe >= 0) {
                return Optional.of(new Output(connector, crtcs.get(pipe), pipe));
            }
        }
        return Optional.empty();
    }

    /** Returns the index of the CRTC that drives the connector now, else of the first that can; -1 if there is none. */
    private static int pipe(Device card, Connector connector, List<Integer> crtcs) throws IOException {
        if (connector.encoder() != 0) {
            int now = crtcs.indexOf(drm_mode_get_encoder.crtc_id(encoder(card, connector.encoder())));
            if (now >= 0) {
                return now;
            }
        }
        int possible = 0;
        for (int id : connector.encoders()) {
            possible |= drm_mode_get_encoder.possible_crtcs(encoder(card, id));
        }
        int first = Integer.numberOfTrailingZeros(possible);
        return first < crtcs.size() ? first : -1;
    }

    private static MemorySegment encoder(Device card, int id) throws IOException {
        MemorySegment answer = Arena.ofAuto().allocate(drm_mode_get_encoder.layout());
        drm_mode_get_encoder.encoder_id(answer, id);
        card.ioctl(GET_ENCODER, answer);
        return answer;
    }
}
