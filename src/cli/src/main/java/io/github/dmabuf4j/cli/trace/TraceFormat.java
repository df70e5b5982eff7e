// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.TextStyle;
import java.io.PrintWriter;

/** How a trace is printed. */
public record TraceFormat(PrintWriter out, boolean json, SizeFormat sizes, TextStyle style) {
    TraceOutput output(WallClock clock, boolean stacks) {
        return json ? new JsonTrace(out, clock, stacks) : new TextTrace(out, sizes, style, clock);
    }
}
