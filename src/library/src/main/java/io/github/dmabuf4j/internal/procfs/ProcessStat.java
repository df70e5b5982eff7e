// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.internal.sys.DecimalBytes;
import io.github.dmabuf4j.internal.sys.KernelText;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code /proc/<pid>/stat} reports of a process.
 *
 * @param command its name: at most 15 bytes, which the process chose
 * @param firstThreadEnded whether its first thread has ended. Then only the other threads, if there are any, show its files
 *     and memory
 * @param kernelThread whether it is a thread of the kernel, which has neither files nor memory of its own
 * @param startTicks when it started, clock ticks after the boot
 */
public record ProcessStat(String command, boolean firstThreadEnded, boolean kernelThread, long startTicks) {
    /** For a process whose file was not read, or makes no sense. */
    static final ProcessStat UNKNOWN = new ProcessStat("", false, false, 0);

    // How many fields lie between the name and this one.
    private static final int FLAGS = 6;
    private static final int START = 19;

    /** PF_KTHREAD. */
    private static final long KERNEL_THREAD = 0x0020_0000;

    /** Reads the first bytes of an array; empty if they make no sense. */
    public static Optional<ProcessStat> parse(byte[] text, int length) {
        int name = indexOf(text, 0, length, '(') + 1;
        int end = nameEnd(text, length);
        int state = end + 2;
        int flags = fieldStart(text, state, length, FLAGS);
        int start = fieldStart(text, flags, length, START - FLAGS);
        if (name > end || start >= length) {
            return Optional.empty();
        }
        long bits = DecimalBytes.shortNumber(text, flags, fieldEnd(text, flags, length));
        OptionalLong ticks = DecimalBytes.unsigned(text, start, fieldEnd(text, start, length));
        if (bits == DecimalBytes.NONE || ticks.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ProcessStat(
                KernelText.decode(text, name, end - name),
                text[state] == 'Z' && text[state + 1] == ' ',
                (bits & KERNEL_THREAD) != 0,
                ticks.getAsLong()));
    }

    /** The index of the last bracket with a space after it: the name may contain both, what follows it does not. -1 without one. */
    private static int nameEnd(byte[] text, int length) {
        int at = length - 2;
        while (at >= 0 && !(text[at] == ')' && text[at + 1] == ' ')) {
            at--;
        }
        return at;
    }

    /** The start of the field that comes so many after the one that starts at an index; the length if there is none. */
    private static int fieldStart(byte[] text, int from, int length, int fields) {
        int at = from;
        for (int i = 0; i < fields && at < length; i++) {
            at = indexOf(text, at, length, ' ') + 1;
        }
        return Math.min(at, length);
    }

    private static int fieldEnd(byte[] text, int start, int length) {
        int end = start;
        while (end < length && text[end] != ' ' && text[end] != '\n') {
            end++;
        }
        return end;
    }

    /** The index of a byte; the length if it is not there. */
    private static int indexOf(byte[] text, int from, int length, char wanted) {
        int at = from;
        while (at < length && text[at] != wanted) {
            at++;
        }
        return at;
    }
}
