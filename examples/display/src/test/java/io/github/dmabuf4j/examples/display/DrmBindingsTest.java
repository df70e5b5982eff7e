// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.display;

import io.github.dmabuf4j.examples.display.gen.Drm;
import io.github.dmabuf4j.support.BindingsContract;
import io.github.dmabuf4j.support.GeneratedBindings;

/** Compares the generated bindings of the example with the headers; native-headers/README.md describes how. */
class DrmBindingsTest extends BindingsContract {
    DrmBindingsTest() {
        super(GeneratedBindings.of(Drm.class, "examples/display/native/drm.h"));
    }
}
