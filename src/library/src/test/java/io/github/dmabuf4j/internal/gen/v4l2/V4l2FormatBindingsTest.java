// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.gen.v4l2;

import io.github.dmabuf4j.support.BindingsContract;
import io.github.dmabuf4j.support.GeneratedBindings;

/** Compares the generated formats of video devices with the header; native-headers/README.md describes how. */
class V4l2FormatBindingsTest extends BindingsContract {
    V4l2FormatBindingsTest() {
        super(GeneratedBindings.of(V4l2.class, "native-headers/v4l2/v4l2.h"));
    }
}
