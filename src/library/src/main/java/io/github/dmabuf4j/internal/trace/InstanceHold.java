// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.Sys;

/** An open file of an instance. As long as there is one, the kernel refuses to remove the instance, whoever asks. */
final class InstanceHold extends Descriptor {
    private final String path;

    InstanceHold(String path) {
        this.path = path;
    }

    /** Opens it. Returns a descriptor, or the negative errno. */
    int take() {
        return own(Sys.open(path, LibC.O_RDONLY() | LibC.O_CLOEXEC()));
    }

    @Override
    public String target() {
        return path;
    }
}
