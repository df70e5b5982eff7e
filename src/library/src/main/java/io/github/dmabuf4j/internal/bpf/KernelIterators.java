// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The iterators that this kernel has, by the types that it describes. Any user may ask. */
public final class KernelIterators {
    /** That over all buffers. */
    public static final String OF_BUFFERS = "dmabuf";

    /** What the programs use, by the names of the kernel. */
    public static final List<String> NAMES = List.of(OF_BUFFERS, "task", "task_file", "task_vma");

    private static final Path TYPES = Path.of("/sys/kernel/btf/vmlinux");

    private KernelIterators() {}

    /** Returns those of {@link #NAMES} that this kernel has; none if it does not describe its types. */
    public static List<String> ofThisKernel() {
        try {
            return in(Files.readAllBytes(TYPES));
        } catch (IOException notDescribed) {
            return List.of();
        }
    }

    /** Returns those whose type has a name in this description. */
    static List<String> in(byte[] description) {
        String text = new String(description, StandardCharsets.ISO_8859_1);
        return NAMES.stream()
                .filter(name -> text.contains("\0bpf_iter__" + name + "\0"))
                .toList();
    }
}
