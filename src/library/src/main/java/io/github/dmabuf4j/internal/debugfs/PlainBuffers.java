// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.debugfs;

import io.github.dmabuf4j.internal.sys.KernelText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the buffers of a bufinfo that have the usual form: a name of one line, no fences, and as many devices as the last line
 * says. It reads them as {@link BufinfoBlock} does, without patterns. All other forms are left to that.
 */
final class PlainBuffers {
    private static final String DEVICES = "\n\tAttached Devices:\n";
    private static final String HEADING = DEVICES.substring(1);
    private static final String CLOSE_START = "Total ";
    private static final String CLOSE_END = " devices attached\n\n";
    private static final String CLOSE_WITHOUT_DEVICE = CLOSE_START + 0 + CLOSE_END;
    private static final int LEAST_DIGITS = 8;

    /** More could be too many for a long. */
    private static final int MOST_DIGITS = 18;

    private static final int DECIMAL = 10;
    private static final int HEXADECIMAL = 16;
    private static final long NOT_PLAIN = -1;

    private final String text;
    private int at;
    private String lastExporter = "";

    PlainBuffers(String text) {
        this.text = text;
    }

    /** Where the buffer that was read last ends. */
    int end() {
        return at;
    }

    /** Reads the buffer whose row begins here; null if it has another form. */
    @Nullable
    BufinfoBuffer at(int start) {
        at = start;
        long size = number(DECIMAL);
        boolean hasFlagsAndMode = size >= 0 && number(HEXADECIMAL) >= 0 && number(HEXADECIMAL) >= 0;
        long count = hasFlagsAndMode ? number(DECIMAL) : NOT_PLAIN;
        String exporter = count >= 0 ? exporter() : "";
        long inode = exporter.isEmpty() ? NOT_PLAIN : number(DECIMAL);
        return inode < 0 ? null : fromName(inode, size, exporter, count);
    }

    private @Nullable BufinfoBuffer fromName(long inode, long size, String exporter, long count) {
        int nameEnd = text.indexOf('\n', at);
        if (nameEnd < 0 || !text.startsWith(DEVICES, nameEnd)) {
            return null;
        }
        String name = text.substring(at, nameEnd);
        at = nameEnd + DEVICES.length();
        List<String> devices = devices();
        return devices == null || KernelText.length(name) > BufinfoBlock.LONGEST_NAME
                ? null
                : new BufinfoBuffer(inode, size, exporter, BufinfoBlock.name(name), count, devices, List.of());
    }

    /** A number of at least 8 digits, and the tab after it. */
    private long number(int radix) {
        int start = at;
        long value = 0;
        int digit;
        while (at < text.length() && (digit = digit(text.charAt(at), radix)) >= 0) {
            value = value * radix + digit;
            at++;
        }
        int digits = at - start;
        return digits >= LEAST_DIGITS && ((digits <= MOST_DIGITS && radix == DECIMAL) || digits < HEXADECIMAL) && tab()
                ? value
                : NOT_PLAIN;
    }

    private static int digit(char character, int radix) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        return radix == HEXADECIMAL && character >= 'a' && character <= 'f' ? character - 'a' + DECIMAL : -1;
    }

    private boolean tab() {
        boolean isTab = at < text.length() && text.charAt(at) == '\t';
        at++;
        return isTab;
    }

    /** The exporter, and the tab after it; empty if there is none in this line. Most buffers have that of the buffer before. */
    private String exporter() {
        int end = text.indexOf('\t', at);
        if (end < 0) {
            return "";
        }
        boolean isLast = end - at == lastExporter.length() && text.startsWith(lastExporter, at);
        String exporter = isLast ? lastExporter : text.substring(at, end);
        if (exporter.indexOf('\n') >= 0) {
            return "";
        }
        lastExporter = exporter;
        at = end + 1;
        return exporter;
    }

    /** The devices and the line after them; null if they have another form. */
    private @Nullable List<String> devices() {
        List<String> devices = List.of();
        while (text.startsWith("\t", at)) {
            int end = text.indexOf('\n', at);
            if (end < 0 || text.startsWith(HEADING, at)) {
                return null;
            }
            String device = text.substring(at, end).strip();
            if (device.isEmpty()) {
                return null;
            }
            devices = devices.isEmpty() ? new ArrayList<>() : devices;
            devices.add(device);
            at = end + 1;
        }
        String close = devices.isEmpty() ? CLOSE_WITHOUT_DEVICE : CLOSE_START + devices.size() + CLOSE_END;
        if (!text.startsWith(close, at)) {
            return null;
        }
        at += close.length();
        return devices;
    }
}
