// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.internal.gen.bpf.bpf_object_open_opts;
import io.github.dmabuf4j.internal.sys.KernelText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Collectors;

/** What the kernel's verifier says while an object is loaded. Lives as long as its arena. */
final class VerifierLog {
    /** The last part of a longer log is kept by newer kernels, the first by older ones. */
    private static final long BYTES = 1 << 20;

    private static final int LINES = 3;

    private final MemorySegment text;
    private final MemorySegment options;

    VerifierLog(Arena arena) {
        text = arena.allocate(BYTES);
        options = bpf_object_open_opts.allocate(arena);
        bpf_object_open_opts.sz(options, bpf_object_open_opts.sizeof());
        bpf_object_open_opts.kernel_log_buf(options, text);
        bpf_object_open_opts.kernel_log_size(options, BYTES);
        bpf_object_open_opts.kernel_log_level(options, 1);
    }

    MemorySegment options() {
        return options;
    }

    /** Returns its last lines, or what newer kernels call the reason, with the place in the source. */
    String end() {
        return end(KernelText.decode(text));
    }

    static String end(String log) {
        List<String> lines =
                log.lines().map(String::strip).filter(VerifierLog::says).toList();
        int reason = lines.lastIndexOf("Reason:");
        // After a reason come the heading "At:" and a line of the source.
        int from = reason < 0 ? Math.max(0, lines.size() - LINES) : reason + 1;
        return lines.subList(from, Math.min(from + LINES, lines.size())).stream()
                .filter(line -> !line.equals("At:"))
                .map(VerifierLog::withoutStop)
                .collect(Collectors.joining("; "));
    }

    /** Whether a line is neither empty nor the summary of what was verified. */
    private static boolean says(String line) {
        return !line.isEmpty() && !line.startsWith("processed ");
    }

    private static String withoutStop(String line) {
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
