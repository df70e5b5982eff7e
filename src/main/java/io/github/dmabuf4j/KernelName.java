// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import java.nio.charset.StandardCharsets;

/** Names that the kernel keeps as C strings in arrays of a fixed length. */
final class KernelName {
    private KernelName() {}

    /**
     * The name in UTF-8, without the NUL that ends it.
     *
     * @throws IllegalArgumentException when it is too long or has a NUL
     */
    static byte[] bytes(String kind, String name, int most) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > most) {
            throw new IllegalArgumentException("the name \"" + name + "\" has " + bytes.length + " bytes of UTF-8; a "
                    + kind + "'s name has at most " + most);
        }
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a " + kind + "'s name cannot hold a NUL character");
        }
        return bytes;
    }
}
