// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common.drm;

import io.github.dmabuf4j.examples.common.drm.gen.Drm;
import io.github.dmabuf4j.support.BindingsContract;
import io.github.dmabuf4j.support.GeneratedBindings;

/** Compares the generated bindings of the example with the headers; native-headers/README.md describes how. */
class DrmBindingsTest extends BindingsContract {
    DrmBindingsTest() {
        super(GeneratedBindings.of(Drm.class, "examples/common/native/drm.h"));
    }
}
