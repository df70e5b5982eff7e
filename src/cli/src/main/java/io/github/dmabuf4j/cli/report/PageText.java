// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.Optional;
import java.util.OptionalLong;

/** How texts, numbers and sizes are written on the page. */
final class PageText {
    static final String UNKNOWN = "–";
    private static final String UNKNOWN_EXPORTER = "(unknown)";

    private PageText() {}

    static String size(long bytes) {
        return SizeFormat.HUMAN.of(bytes);
    }

    static String sizeChange(long bytes) {
        return SizeFormat.HUMAN.ofChange(bytes);
    }

    static String numberChange(long number) {
        return SizeFormat.BYTES.ofChange(number);
    }

    /** A name that others have chosen, without characters that could mislead a reader. */
    static String safe(String text) {
        return TerminalEscape.of(text);
    }

    /** A name, or a dash where there is none. */
    static String orUnknown(Optional<String> name) {
        return name.filter(given -> !given.isEmpty())
                .map(given -> TerminalEscape.of(given, UNKNOWN))
                .orElse(UNKNOWN);
    }

    /** A number, or a dash where it is not known. */
    static String orUnknown(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : UNKNOWN;
    }

    /** The name by which samples and tables group buffers; to be made {@link #safe} before it is shown. */
    static String exporter(Optional<String> name) {
        return name.orElse(UNKNOWN_EXPORTER);
    }

    /** The name and the number of a process. */
    static String process(String name, int pid) {
        return safe(name) + " (" + pid + ")";
    }
}
