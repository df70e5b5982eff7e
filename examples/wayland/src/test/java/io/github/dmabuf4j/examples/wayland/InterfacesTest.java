// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dmabuf4j.examples.common.Failure;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What libwayland-client reads of the interfaces is what they were described with. */
class InterfacesTest {
    private final Arena arena = Arena.ofConfined();
    private Interfaces interfaces;

    @BeforeEach
    void load() {
        try {
            interfaces = new Interfaces(LibWayland.load(), arena);
        } catch (Failure missing) {
            Assumptions.abort(missing.getMessage());
        }
    }

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void theCoreProtocolIsThatOfTheLibrary() {
        Interface surface = interfaces.get("wl_surface");
        assertThat(surface.version()).isGreaterThanOrEqualTo(4);
        assertThat(surface.request("destroy")).isZero();
        assertThat(surface.requests().get(surface.request("attach")))
                .isEqualTo(new Message("attach", "oii", List.of("wl_buffer", "", "")));
        assertThat(surface.requests().get(surface.request("frame")).created()).isEqualTo("wl_callback");
        assertThat(interfaces.get("wl_registry").requests())
                .containsExactly(new Message("bind", "usun", List.of("", "", "", "")));
    }

    @Test
    void anExtensionRefersToOthersAndToTheCoreProtocol() {
        Interface params = interfaces.get("zwp_linux_buffer_params_v1");
        assertThat(params.requests().get(params.request("add")))
                .hasToString(new Message("add", "huuuuu", List.of("", "", "", "", "", "")).toString());
        assertThat(params.events().get(params.event("created")).created()).isEqualTo("wl_buffer");
        Interface windows = interfaces.get("xdg_wm_base");
        assertThat(windows.requests().get(2))
                .isEqualTo(new Message("get_xdg_surface", "no", List.of("xdg_surface", "wl_surface")));
        // This program makes no menus.
        assertThat(windows.requests().get(1).created()).isEmpty();
    }

    @Test
    void anUnknownNameIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> interfaces.get("wl_surface").request("show"))
                .withMessageMatching("wl_surface version \\d has no message show");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> interfaces.get("wl_hologram"))
                .withMessage("unknown interface wl_hologram");
    }
}
