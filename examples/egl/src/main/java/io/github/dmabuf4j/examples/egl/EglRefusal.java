// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import java.io.IOException;

/** EGL does not make an image. */
final class EglRefusal extends IOException {
    private static final long serialVersionUID = 1;

    EglRefusal(String sentence) {
        super(sentence);
    }
}
