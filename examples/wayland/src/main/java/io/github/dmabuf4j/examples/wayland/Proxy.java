// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.examples.wayland.gen.Wayland;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** An object of the compositor. Requests and events go by the names that the protocol gives them. */
final class Proxy {
    /** What to do at an event. */
    @FunctionalInterface
    interface Handler {
        void handle(Event event) throws IOException;
    }

    private final Connection connection;
    private final Interface type;
    private final MemorySegment address;
    private final Map<Integer, Handler> handlers = new HashMap<>();
    private boolean isDestroyed;

    Proxy(Connection connection, Interface type, MemorySegment address) {
        this.connection = connection;
        this.type = type;
        this.address = address;
    }

    MemorySegment address() {
        if (isDestroyed) {
            throw new IllegalStateException(this + " is destroyed");
        }
        return address;
    }

    /** The version that the compositor and this program speak. */
    int version() {
        return connection.version(this);
    }

    /** Sets what happens at an event. An event without it is ignored. */
    Proxy on(String event, Handler handler) {
        handlers.put(type.event(event), handler);
        return this;
    }

    /** Sends a request. The library duplicates descriptors; the caller keeps its own. */
    void request(String request, Object... arguments) {
        int number = type.request(request);
        connection.send(address(), number, type.requests().get(number), MemorySegment.NULL, version(), 0, arguments);
    }

    /** Sends a request that creates an object, and returns that. {@code arguments} does not contain it. */
    Proxy create(String request, Object... arguments) {
        int number = type.request(request);
        Message message = type.requests().get(number);
        Interface created = connection.interfaces().get(message.created());
        MemorySegment proxy = connection.send(address(), number, message, created.table(), version(), 0, arguments);
        return connection.adopt(proxy, created);
    }

    /** Ends the object by its request for that. */
    void end(String request) {
        if (!isDestroyed) {
            int number = type.request(request);
            Message message = type.requests().get(number);
            int flags = Wayland.WL_MARSHAL_FLAG_DESTROY();
            connection.forget(this);
            connection.send(address(), number, message, MemorySegment.NULL, version(), flags);
            isDestroyed = true;
        }
    }

    /** Ends an object that the compositor has ended, or that has no request for it. */
    void destroyHere() {
        if (!isDestroyed) {
            connection.forget(this);
            connection.destroy(this);
            isDestroyed = true;
        }
    }

    int requestNumber(String request) {
        return type.request(request);
    }

    Message event(int number) {
        return type.events().get(number);
    }

    /** Returns what to do at an event; null if it is ignored. */
    Handler handler(int number) {
        return handlers.get(number);
    }

    @Override
    public String toString() {
        return type.name();
    }
}
