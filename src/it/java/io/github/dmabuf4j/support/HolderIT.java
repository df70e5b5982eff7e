// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Each command of the holder does what it says, as sysfs and procfs tell it. */
@RealKernel
class HolderIT {
    @Test
    void allocatesAndCloses() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", 4096, 1);
            assertThat(Files.exists(Path.of("/sys/kernel/dmabuf/buffers/" + inode)))
                    .isTrue();
            holder.close(1);
        }
    }
}
