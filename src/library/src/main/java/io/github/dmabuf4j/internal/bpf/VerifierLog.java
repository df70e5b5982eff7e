// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.internal.gen.bpf.bpf_object_open_opts;
import io.github.dmabuf4j.internal.sys.KernelText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

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

    /** Returns the last lines, without the summary of what was verified. */
    String end() {
        List<String> lines = KernelText.decode(text)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("processed "))
                .toList();
        return String.join("; ", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }
}
