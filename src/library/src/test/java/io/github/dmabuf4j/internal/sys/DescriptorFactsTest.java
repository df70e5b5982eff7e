// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a regular file; {@code HeapVerificationIT} has DMA-BUFs. */
class DescriptorFactsTest {
    @TempDir
    private Path directory;

    @Test
    void aRegularFileIsNotADmaBuf() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[12_345]);
        int fd = Sys.open(file.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        try {
            assertThat(DescriptorFacts.fileSystem(fd)).isPositive().isNotEqualTo(DescriptorFacts.DMA_BUF);
            assertThat(DescriptorFacts.accessMode(fd)).isEqualTo(LibC.O_RDONLY());
            assertThat(DescriptorFacts.endOffset(fd)).isEqualTo(12_345);
            assertThat(Sys.lseek(fd, 0, LibC.SEEK_CUR())).isZero();
        } finally {
            Sys.close(fd);
        }
    }

    @Test
    void aDescriptorForReadingAndWritingIsRecognised() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        int fd = Sys.open(file.toString(), LibC.O_RDWR() | LibC.O_CLOEXEC());
        try {
            assertThat(DescriptorFacts.accessMode(fd)).isEqualTo(DescriptorFacts.READ_WRITE);
        } finally {
            Sys.close(fd);
        }
    }

    @Test
    void aNumberThatIsNotADescriptorIsAnErrno() {
        assertThat(DescriptorFacts.fileSystem(-1)).isEqualTo(-LibC.EBADF());
        assertThat(DescriptorFacts.accessMode(-1)).isEqualTo(-LibC.EBADF());
        assertThat(DescriptorFacts.endOffset(-1)).isEqualTo(-LibC.EBADF());
    }
}
