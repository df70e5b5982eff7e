// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.examples.wayland.gen.Wayland;
import io.github.dmabuf4j.support.BindingsContract;
import io.github.dmabuf4j.support.GeneratedBindings;

/** Compares the generated bindings of the example with the headers; native-headers/README.md describes how. */
class WaylandBindingsTest extends BindingsContract {
    WaylandBindingsTest() {
        super(GeneratedBindings.of(Wayland.class, "examples/wayland/native/wayland.h"));
    }
}
