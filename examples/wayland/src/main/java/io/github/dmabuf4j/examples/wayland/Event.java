// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import java.util.List;

/** The arguments of an event, in the order of its description. */
record Event(List<Object> arguments) {
    /** An integer of either sign. The handler owns what a descriptor refers to. */
    int integer(int index) {
        return (int) arguments.get(index);
    }

    String text(int index) {
        return (String) arguments.get(index);
    }

    byte[] bytes(int index) {
        return (byte[]) arguments.get(index);
    }

    Proxy object(int index) {
        return (Proxy) arguments.get(index);
    }
}
