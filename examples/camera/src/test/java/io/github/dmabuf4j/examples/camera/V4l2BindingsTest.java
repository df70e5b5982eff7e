// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.examples.camera.gen.V4l2;
import io.github.dmabuf4j.support.BindingsContract;
import io.github.dmabuf4j.support.GeneratedBindings;

/** Compares the generated bindings of the example with the headers; native-headers/README.md describes how. */
class V4l2BindingsTest extends BindingsContract {
    V4l2BindingsTest() {
        super(GeneratedBindings.of(V4l2.class, "examples/camera/native/v4l2.h"));
    }
}
