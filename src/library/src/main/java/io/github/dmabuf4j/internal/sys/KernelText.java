// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Converts between the kernel's bytes and text without loss. For the kernel a name is a sequence of bytes without an encoding.
 *
 * <p>Valid UTF-8 becomes the characters that it encodes. Every other byte {@code 0xNN} becomes the lone surrogate
 * {@code U+DC00 + 0xNN}, from U+DC80 to U+DCFF, which no valid UTF-8 decodes to. So different bytes become different text,
 * and {@link #encode} returns the same bytes. {@link TerminalEscape} shows such a byte as {@code \xNN}.
 */
public final class KernelText {
    /** Added to a byte that is not valid UTF-8, gives the character that stands for it. */
    private static final int ESCAPE = 0xdc00;

    private static final int FIRST_ESCAPE = ESCAPE + 0x80;
    private static final int LAST_ESCAPE = ESCAPE + 0xff;

    /** The character by which the JDK's decoder replaces what it cannot decode. */
    private static final char REPLACEMENT = '\ufffd';

    /** The least code point that needs a sequence of so many bytes, by the number of bytes. */
    private static final int[] LEAST = {0, 0, 0x80, 0x800, 0x1_0000};

    private KernelText() {}

    /** Decodes an array of bytes. */
    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /** Decodes a part of an array of bytes. */
    public static String decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeEach(bytes, offset, offset + length);
    }

    /** Decodes the C string in an array of characters. It ends at the first NUL, or at the end of the array. */
    public static String decode(MemorySegment array) {
        byte[] bytes = array.toArray(ValueLayout.JAVA_BYTE);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return decode(bytes, 0, length);
    }

    private static String decodeEach(byte[] bytes, int offset, int end) {
        StringBuilder text = new StringBuilder(end - offset);
        int at = offset;
        while (at < end) {
            int length = sequenceLength(bytes, at, end);
            if (length == 0) {
                text.append((char) (ESCAPE + Byte.toUnsignedInt(bytes[at])));
                at++;
            } else {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }

    /** Returns the number of bytes of the character that begins here; 0 if it is not valid UTF-8. */
    private static int sequenceLength(byte[] bytes, int at, int end) {
        int first = bytes[at];
        if (first >= 0) {
            return 1;
        }
        int length = Integer.numberOfLeadingZeros(~(first << 24));
        if (length < 2 || length > 4 || length > end - at) {
            return 0;
        }
        int character = first & (0x7f >> length);
        for (int i = at + 1; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
            character = character << 6 | (bytes[i] & 0x3f);
        }
        boolean valid = character >= LEAST[length]
                && character <= Character.MAX_CODE_POINT
                && !(character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
        return valid ? length : 0;
    }

    /**
     * Encodes a text.
     *
     * @return the bytes; empty if the text has a lone surrogate that does not stand for a byte
     */
    public static Optional<byte[]> tryEncode(String text) {
        // Nearly all names and paths are.
        return isAscii(text) ? Optional.of(text.getBytes(StandardCharsets.UTF_8)) : tryEncodeEach(text);
    }

    private static boolean isAscii(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static Optional<byte[]> tryEncodeEach(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            int next = at + Character.charCount(character);
            if (isSurrogate(character)) {
                if (!isEscape(character)) {
                    return Optional.empty();
                }
                bytes.writeBytes(text.substring(start, at).getBytes(StandardCharsets.UTF_8));
                bytes.write(character - ESCAPE);
                start = next;
            }
            at = next;
        }
        bytes.writeBytes(text.substring(start).getBytes(StandardCharsets.UTF_8));
        return Optional.of(bytes.toByteArray());
    }

    /**
     * Encodes a text.
     *
     * @throws IllegalArgumentException when the text has a lone surrogate that does not stand for a byte
     */
    public static byte[] encode(String text) {
        return tryEncode(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + TerminalEscape.of(text) + "\" has half a character, which no bytes stand for"));
    }

    /** Returns the number of bytes of a text. A lone surrogate that does not stand for a byte counts as one. */
    public static int length(String text) {
        return tryEncode(text).orElseGet(() -> text.getBytes(StandardCharsets.UTF_8)).length;
    }

    /** Allocates a C string of these bytes, which lives as long as the arena. */
    static MemorySegment string(byte[] text, Arena arena) {
        // The memory of an arena is zero, and so is the end of the string.
        MemorySegment string = arena.allocate(text.length + 1L);
        MemorySegment.copy(text, 0, string, ValueLayout.JAVA_BYTE, 0, text.length);
        return string;
    }

    private static boolean isSurrogate(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }

    /** Whether a code point is a lone surrogate that stands for a byte. */
    static boolean isEscape(int character) {
        return character >= FIRST_ESCAPE && character <= LAST_ESCAPE;
    }

    /** The byte that a lone surrogate stands for, from 0x80 to 0xff. */
    static int escapedByte(int character) {
        return character - ESCAPE;
    }
}
