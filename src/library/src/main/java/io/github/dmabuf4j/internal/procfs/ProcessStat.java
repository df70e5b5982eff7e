// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import java.util.List;
import java.util.Optional;

/**
 * What {@code /proc/<pid>/stat} reports of a process.
 *
 * @param command its name: at most 15 bytes, which the process chose
 * @param state one letter
 * @param kernelThread whether it is a thread of the kernel, which has neither files nor memory of its own
 * @param threads how many threads it has
 * @param startTicks when it started, clock ticks after the boot
 */
public record ProcessStat(String command, String state, boolean kernelThread, long threads, long startTicks) {
    /** For a process whose file makes no sense. It may have several threads. */
    static final ProcessStat UNKNOWN = new ProcessStat("", "", false, 2, 0);

    // Positions after the name, as proc(5) counts them less three.
    private static final int STATE = 0;
    private static final int FLAGS = 6;
    private static final int THREADS = 17;
    private static final int START = 19;

    /** PF_KTHREAD. */
    private static final long KERNEL_THREAD = 0x0020_0000;

    /** Reads the text of the file; empty if it makes no sense. */
    public static Optional<ProcessStat> parse(String text) {
        int name = text.indexOf('(');
        // The name may contain brackets; what follows it does not.
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

    /** Whether the first thread has ended. Then only the other threads, if there are any, show its files and memory. */
    boolean firstThreadEnded() {
        return "Z".equals(state);
    }
}
