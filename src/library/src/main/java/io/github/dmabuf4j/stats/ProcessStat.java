// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.Optional;

/**
 * What {@code /proc/<pid>/stat} says of a process.
 *
 * @param command its name, at most 15 bytes of whatever it chose
 * @param state one letter
 * @param kernelThread whether it has neither files nor memory of its own
 * @param threads how many it has
 * @param startTicks clock ticks after the boot
 */
record ProcessStat(String command, String state, boolean kernelThread, long threads, long startTicks) {
    /** Of a process whose file makes no sense; it may have several threads. */
    static final ProcessStat UNKNOWN = new ProcessStat("", "", false, 2, 0);

    // Positions after the name, as proc(5) counts them less three.
    private static final int STATE = 0;
    private static final int FLAGS = 6;
    private static final int THREADS = 17;
    private static final int START = 19;

    /** PF_KTHREAD. */
    private static final long KERNEL_THREAD = 0x0020_0000;

    /** Empty where the text is none of such a file. */
    static Optional<ProcessStat> parse(String text) {
        int name = text.indexOf('(');
        // The name may hold brackets; what follows it has none.
        int end = text.lastIndexOf(") ");
        if (name < 0 || end < name) {
            return Optional.empty();
        }
        List<String> fields = List.of(text.substring(end + 2).strip().split(" "));
        if (fields.size() <= START) {
            return Optional.empty();
        }
        String command = text.substring(name + 1, end);
        try {
            boolean kernelThread = (Long.parseLong(fields.get(FLAGS)) & KERNEL_THREAD) != 0;
            return Optional.of(new ProcessStat(
                    command,
                    fields.get(STATE),
                    kernelThread,
                    Long.parseLong(fields.get(THREADS)),
                    Long.parseUnsignedLong(fields.get(START))));
        } catch (NumberFormatException garbled) {
            return Optional.empty();
        }
    }

    /** Whether the first thread has ended: its files and memory are seen through the other threads then, if any. */
    boolean firstThreadEnded() {
        return "Z".equals(state);
    }
}
