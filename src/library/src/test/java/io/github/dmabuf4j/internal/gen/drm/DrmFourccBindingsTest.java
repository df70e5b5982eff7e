// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.gen.drm;

import io.github.dmabuf4j.support.BindingsContract;
import io.github.dmabuf4j.support.GeneratedBindings;

/** Compares the generated formats and modifiers with the header; native-headers/README.md describes how. */
class DrmFourccBindingsTest extends BindingsContract {
    DrmFourccBindingsTest() {
        super(GeneratedBindings.of(DrmFourcc.class, "native-headers/drm/fourcc.h"));
    }
}
