// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.examples.common.Failure;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What a compositor offers: its global objects, by the names of their interfaces. */
final class Globals {
    private record Global(int number, int version) {}

    private final Connection connection;
    private final Proxy registry;
    private final Map<String, Global> offered = new HashMap<>();

    private Globals(Connection connection) {
        this.connection = connection;
        this.registry = connection.display().create("get_registry");
        registry.on("global", event -> offered.put(event.text(1), new Global(event.integer(0), event.integer(2))));
    }

    /** Asks the compositor. */
    static Globals of(Connection connection) throws IOException {
        Globals globals = new Globals(connection);
        connection.roundTrip();
        return globals;
    }

    boolean has(String name) {
        return offered.containsKey(name);
    }

    /** Binds an object, in the newest version that both sides know. */
    Proxy bind(String name) throws IOException {
        return bind(name, connection.interfaces().get(name).version());
    }

    /** Binds an object, in at most this version. */
    Proxy bind(String name, int most) throws IOException {
        Global global = offered.get(name);
        if (global == null) {
            throw Failure.cannot("this compositor does not offer " + name + ", which the example needs");
        }
        return connection.bind(registry, global.number(), name, Math.min(global.version(), most));
    }
}
