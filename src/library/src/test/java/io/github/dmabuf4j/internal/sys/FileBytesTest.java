// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.OpenDirectory.FileName;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(UnchangedDescriptors.class)
class FileBytesTest {
    @TempDir
    Path root;

    private final FileBytes file = new FileBytes();
    private int directory;

    @BeforeEach
    void open() {
        directory = Sys.open(root.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        assertThat(directory).isNotNegative();
    }

    @AfterEach
    void close() {
        Sys.close(directory);
    }

    private int readRecord(String text) throws IOException {
        Files.writeString(root.resolve("7"), text);
        return file.readRecord(directory, 7, FileName.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Scratch.BYTES - 1, Scratch.BYTES, Scratch.BYTES + 1, 5 * Scratch.BYTES + 7})
    void aRecordOfAnySizeIsReadWhole(int length) throws IOException {
        String text = "abcdefg".repeat(length / 7 + 1).substring(0, length);

        assertThat(readRecord(text)).isZero();
        assertThat(file.text()).isEqualTo(text);
        assertThat(file.length()).isEqualTo(length);
    }

    @Test
    void aShortFileAfterALongOneIsNotMixedUpWithIt() throws IOException {
        readRecord("x".repeat(3 * Scratch.BYTES));

        assertThat(readRecord("short")).isZero();
        assertThat(file.text()).isEqualTo("short");
        assertThat(file.array()).hasSizeGreaterThanOrEqualTo(3 * Scratch.BYTES);
    }

    /** The kernel gives maps a page at a time. */
    @Test
    void aFileThatComesInPartsIsReadToItsEnd() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        int fd = Sys.open(maps.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        try {
            assertThat(file.readAll(fd)).isZero();
        } finally {
            Sys.close(fd);
        }
        assertThat(file.text()).contains("[stack]").endsWith("\n");
        assertThat(file.length()).isGreaterThan(Scratch.BYTES);
    }

    @Test
    void errorsAreTold() throws IOException {
        Files.createDirectory(root.resolve("8"));

        assertThat(file.readRecord(directory, 9, FileName.NONE)).isEqualTo(-LibC.ENOENT());
        assertThat(file.readRecord(directory, 8, FileName.NONE)).isEqualTo(-LibC.EISDIR());
        assertThat(file.readAll(directory)).isEqualTo(-LibC.EISDIR());
    }
}
