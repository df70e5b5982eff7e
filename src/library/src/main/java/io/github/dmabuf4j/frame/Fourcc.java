// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import java.util.Locale;

/** Four characters in a number, of which the first is the lowest byte. */
final class Fourcc {
    private Fourcc() {}

    /** Returns the characters in quotation marks; what cannot be printed as a hexadecimal escape. */
    static String text(int code) {
        StringBuilder text = new StringBuilder("'");
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            int character = (code >>> shift) & 0xff;
            boolean printable = character >= ' ' && character <= '~';
            text.append(
                    printable ? String.valueOf((char) character) : String.format(Locale.ROOT, "\\x%02x", character));
        }
        return text.append('\'').toString();
    }
}
