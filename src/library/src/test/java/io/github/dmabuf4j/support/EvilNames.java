// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Names that a program may give to a buffer to mislead readers: up to 31 bytes, without NUL. */
public final class EvilNames {
    /** The length of the longest name that the kernel accepts, in bytes. */
    public static final int LONGEST = 31;

    private static final List<String> PARTS = List.of(
            "\n",
            "\n\n",
            "\t",
            "\r",
            " ",
            "\\",
            "\"",
            ",",
            ":",
            "a",
            "camera-0",
            "ä",
            "漢",
            "😀",
            "\u0085",
            "\u2028",
            "\u001b[2J",
            "<none>",
            "0",
            "4096",
            "00004096\t",
            "\n00004096\t",
            "\tname\n",
            "\tAttached Devices:\n",
            "\n\tAttached Devices:\n",
            "\tvgem\n",
            "Total 0 devices attached",
            "\nTotal 0 devices attached\n",
            "\nTotal 0 devices attached\n\n",
            "\nTotal 1 objects, 1 bytes\n",
            "\n\tread fence:",
            "\n\tread fence:a b seq 1 signalle",
            "\n\tread fence:a  seq 1 signalled",
            " seq 1 unsignalled",
            "size:\t1\n",
            "\nsize:\t1",
            "\ncount:\t9\n",
            "\nexp_name:\tx\n",
            "\nino:\t7\n",
            "\nname:\tx",
            "/dmabuf:",
            "\r0-9 r 0 0:0 9 /dmabuf:",
            " (deleted)",
            ") S 1 (");

    private EvilNames() {}

    /** Returns a name made of some parts, but never the one that bufinfo prints for a buffer without a name. */
    public static String next(Random random) {
        StringBuilder name = new StringBuilder();
        int parts = random.nextInt(6);
        for (int i = 0; i < parts; i++) {
            String part = PARTS.get(random.nextInt(PARTS.size()));
            if (bytes(name + part) <= LONGEST) {
                name.append(part);
            }
        }
        return name.toString().equals("<none>") ? "<none> " : name.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
