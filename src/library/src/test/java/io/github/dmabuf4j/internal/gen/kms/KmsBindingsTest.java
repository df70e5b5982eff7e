// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.gen.kms;

import io.github.dmabuf4j.support.BindingsContract;
import io.github.dmabuf4j.support.GeneratedBindings;

/** Compares the generated bindings of framebuffers with the header; native-headers/README.md describes how. */
class KmsBindingsTest extends BindingsContract {
    KmsBindingsTest() {
        super(GeneratedBindings.of(Kms.class, "native-headers/kms/kms.h"));
    }
}
