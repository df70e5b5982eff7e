// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import java.util.Locale;

/** The kinds of allocators that can be verified. */
public enum Allocator {
    HEAP,
    UDMABUF;

    /** The name on the command line and in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
