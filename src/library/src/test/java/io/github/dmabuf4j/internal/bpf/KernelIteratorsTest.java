// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KernelIteratorsTest {
    private static byte[] description(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void wholeNamesCount() {
        assertThat(KernelIterators.in(
                        description("\u009f\0\0bpf_iter__task_file\0bpf_iter__dmabuf_x\0bpf_iter__task\0")))
                .containsExactly("task", "task_file");
        assertThat(KernelIterators.in(description("abpf_iter__dmabuf\0"))).isEmpty();
        assertThat(KernelIterators.in(description("\0bpf_iter__dmabuf\0"))).containsExactly("dmabuf");
    }
}
