// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** That it finds buffers, and their names, is tested on real kernels: HoldersIT and AgreementIT. */
@ExtendWith(UnchangedDescriptors.class)
class MapsQueryTest {
    private final List<MappedBuffer> buffers = new ArrayList<>();

    private int read(Path maps) {
        int fd = Sys.open(maps.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        try {
            return new MapsQuery(Optional.<DeviceNumber>empty()).read(fd, buffers);
        } finally {
            Sys.close(fd);
        }
    }

    @Test
    void aFileThatHasNoSuchQuerySaysSo(@TempDir Path directory) throws IOException {
        assertThat(read(Files.createFile(directory.resolve("maps")))).isEqualTo(-LibC.ENOTTY());
    }

    @Test
    void theMappingsOfOtherFilesAreLeftOut() {
        assertThat(read(Path.of("/proc/self/maps"))).isIn(0, -LibC.ENOTTY());
        assertThat(buffers).isEmpty();
    }
}
