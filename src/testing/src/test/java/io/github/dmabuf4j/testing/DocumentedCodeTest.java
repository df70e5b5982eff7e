// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.testing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBuf;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The code in {@code docs}: {@code DocumentsTest} checks that each block there is a part of such a program. */
class DocumentedCodeTest {
    @Test
    void codeThatTakesABufferIsTested() throws IOException {
        try (BufferAllocator allocator = MemfdAllocator.open();
                DmaBuf buffer = allocator.allocate(4096)) {
            paint(buffer); // the code under test
            try (CpuAccess access = buffer.access(Access.READ)) {
                assertThat(access.segment().get(JAVA_BYTE, 0)).isEqualTo((byte) 1);
            }
        }
    }

    private static void paint(DmaBuf buffer) throws IOException {
        try (CpuAccess access = buffer.access(Access.WRITE)) {
            access.segment().fill((byte) 1);
        }
    }
}
