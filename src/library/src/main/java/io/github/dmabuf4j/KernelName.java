// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.TerminalEscape;

/** Encodes names, which the kernel stores as C strings in arrays of a fixed length. */
final class KernelName {
    private KernelName() {}

    /**
     * Returns the bytes of a name, without a terminating NUL.
     *
     * @throws IllegalArgumentException when it is too long, contains a NUL, or contains a surrogate that stands for no
     *     byte
     */
    static byte[] bytes(String kind, String name, int most) {
        byte[] bytes = KernelText.encode(name);
        if (bytes.length > most) {
            throw new IllegalArgumentException("the name \"" + TerminalEscape.of(name) + "\" has " + bytes.length
                    + " bytes; a " + kind + "'s name has at most " + most);
        }
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a " + kind + "'s name cannot contain a NUL character");
        }
        return bytes;
    }
}
