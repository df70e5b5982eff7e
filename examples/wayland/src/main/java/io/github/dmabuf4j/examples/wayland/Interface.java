// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.examples.wayland.gen.wl_interface;
import io.github.dmabuf4j.examples.wayland.gen.wl_message;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * An interface of the protocol. The number of a message is its place in the list.
 *
 * @param table libwayland's description of it
 */
record Interface(String name, int version, MemorySegment table, List<Message> requests, List<Message> events) {
    /** Reads libwayland's description of an interface. */
    static Interface read(MemorySegment address) {
        MemorySegment table = address.reinterpret(wl_interface.layout().byteSize());
        return new Interface(
                name(table),
                wl_interface.version(table),
                table,
                messages(wl_interface.methods(table), wl_interface.method_count(table)),
                messages(wl_interface.events(table), wl_interface.event_count(table)));
    }

    private static List<Message> messages(MemorySegment address, int count) {
        return address.reinterpret(count * wl_message.layout().byteSize())
                .elements(wl_message.layout())
                .map(Message::read)
                .toList();
    }

    /** Returns the name of the interface that is described there; empty for none. */
    static String name(MemorySegment address) {
        return address.equals(MemorySegment.NULL)
                ? ""
                : LibWayland.text(wl_interface.name(
                        address.reinterpret(wl_interface.layout().byteSize())));
    }

    /** Returns the number of the request of that name. */
    int request(String request) {
        return number(requests, request);
    }

    /** Returns the number of the event of that name. */
    int event(String event) {
        return number(events, event);
    }

    private int number(List<Message> messages, String wanted) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).name().equals(wanted)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name + " version " + version + " has no message " + wanted);
    }
}
