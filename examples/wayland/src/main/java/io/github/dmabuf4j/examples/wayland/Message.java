// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.examples.wayland.gen.wl_message;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A request or an event of an interface.
 *
 * @param types a letter for each argument: i int, u uint, f fixed, s string, o object, n new object, a array, h descriptor
 * @param interfaces for each argument the name of its interface; empty if it has none, or any
 */
record Message(String name, String types, List<String> interfaces) {
    /** Reads libwayland's description of a message. */
    static Message read(MemorySegment message) {
        String types = LibWayland.text(wl_message.signature(message)).replaceAll("[0-9?]", "");
        MemorySegment table = wl_message.types(message).reinterpret(types.length() * ValueLayout.ADDRESS.byteSize());
        List<String> interfaces = new ArrayList<>();
        for (int i = 0; i < types.length(); i++) {
            interfaces.add(Interface.name(table.getAtIndex(ValueLayout.ADDRESS, i)));
        }
        return new Message(LibWayland.text(wl_message.name(message)), types, List.copyOf(interfaces));
    }

    /** The name of the interface of the object that this message creates. */
    String created() {
        return interfaces.get(types.indexOf('n'));
    }
}
