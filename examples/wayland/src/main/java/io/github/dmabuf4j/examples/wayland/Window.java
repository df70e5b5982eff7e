// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.examples.common.Size;
import java.io.IOException;

/** A window, which shows one buffer at a time. */
final class Window implements AutoCloseable {
    /** Since this version damage can be given in pixels of the buffer. */
    private static final int COMPOSITOR_VERSION = 4;

    private final Connection connection;
    private final Proxy surface;
    private final Proxy role;
    private final Proxy toplevel;
    private Size size;
    private boolean isConfigured;
    private boolean isClosedByUser;
    private boolean isShown;

    private Window(Connection connection, Globals globals, Size size) throws IOException {
        this.connection = connection;
        this.size = size;
        Proxy windows = globals.bind("xdg_wm_base");
        windows.on("ping", event -> windows.request("pong", event.integer(0)));
        surface = globals.bind("wl_compositor", COMPOSITOR_VERSION).create("create_surface");
        role = windows.create("get_xdg_surface", surface).on("configure", this::configured);
        toplevel =
                role.create("get_toplevel").on("configure", this::resized).on("close", event -> isClosedByUser = true);
    }

    /** Opens a window of that size, or of the one that the compositor insists on, as for one that fills the output. */
    static Window open(Connection connection, Globals globals, Size size, boolean fillsOutput) throws IOException {
        Window window = new Window(connection, globals, size);
        window.toplevel.request("set_title", "dmabuf4j");
        window.toplevel.request("set_app_id", "io.github.dmabuf4j.examples.wayland");
        if (fillsOutput) {
            window.toplevel.request("set_fullscreen", (Object) null);
        }
        window.surface.request("commit");
        connection.await(() -> window.isConfigured, "the size of the window");
        return window;
    }

    private void configured(Event event) {
        role.request("ack_configure", event.integer(0));
        isConfigured = true;
    }

    /** The buffers have one size, so only the first one counts. */
    private void resized(Event event) {
        if (!isConfigured && event.integer(0) > 0 && event.integer(1) > 0) {
            size = new Size(event.integer(0), event.integer(1));
        }
    }

    Size size() {
        return size;
    }

    Proxy surface() {
        return surface;
    }

    boolean isClosedByUser() {
        return isClosedByUser;
    }

    /** Shows a buffer, and waits until the compositor asks for the next one. */
    void show(Proxy buffer) throws IOException {
        isShown = false;
        surface.request("attach", buffer, 0, 0);
        surface.request("damage_buffer", 0, 0, size.width(), size.height());
        Proxy callback = surface.create("frame").on("done", event -> isShown = true);
        surface.request("commit");
        connection.await(
                () -> isShown || isClosedByUser, "a frame callback (it sends none while the window is hidden)");
        callback.destroyHere();
    }

    @Override
    public void close() {
        toplevel.end("destroy");
        role.end("destroy");
        surface.end("destroy");
    }
}
