// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import java.util.List;
import java.util.stream.Collectors;

/** A stack in a field of an event: one frame a line, innermost first. */
final class StackText {
    private StackText() {}

    static String of(List<StackTraceElement> stack) {
        return stack.stream().map(StackTraceElement::toString).collect(Collectors.joining("\n"));
    }
}
