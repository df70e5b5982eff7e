// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;

/** Prints maps, lists, texts, numbers and truth values as one JSON document and a line end. */
final class Json {
    private static final JSON WRITER = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private Json() {}

    static void print(PrintWriter out, Object document) throws IOException {
        out.println(WRITER.asString(document));
    }
}
