// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(UnchangedDescriptors.class)
class KernelFileTest {
    @TempDir
    Path directory;

    @Test
    void aFileIsReadAsItIs() throws IOException {
        assertThat(read("größe\n\n 4096")).isEqualTo(new KernelFile(0, "größe\n\n 4096"));
    }

    @Test
    void anEmptyFileIsNoError() throws IOException {
        assertThat(read("")).isEqualTo(new KernelFile(0, ""));
    }

    @Test
    void aShortTextIsNotMixedWithALongerOneReadBefore() throws IOException {
        read("a longer text");

        assertThat(read("short").text()).isEqualTo("short");
    }

    @Test
    void aFileOfProcfsIsReadWhole() throws IOException {
        String path = "/proc/sys/kernel/ostype";

        assertThat(KernelFile.read(path)).isEqualTo(new KernelFile(0, Files.readString(Path.of(path))));
    }

    @Test
    void aFileBelowTheLargestSizeIsReadWhole() throws IOException {
        String text = "x".repeat(Scratch.BYTES - 1);

        assertThat(read(text)).isEqualTo(new KernelFile(0, text));
    }

    @Test
    void aFileOverTheLargestSizeIsTooBig() throws IOException {
        assertThat(read("x".repeat(Scratch.BYTES))).isEqualTo(new KernelFile(LibC.EFBIG(), ""));
        assertThat(read("x".repeat(Scratch.BYTES + 1))).isEqualTo(new KernelFile(LibC.EFBIG(), ""));
    }

    @Test
    void aMissingFileAnswersEnoent() {
        String missing = directory.resolve("missing").toString();

        assertThat(KernelFile.read(missing)).isEqualTo(new KernelFile(LibC.ENOENT(), ""));
    }

    @Test
    void aFolderAnswersEisdir() {
        assertThat(KernelFile.read(directory.toString())).isEqualTo(new KernelFile(LibC.EISDIR(), ""));
    }

    @Test
    void aPathTooLongAnswersEnametoolong() {
        String path = "/" + "x".repeat(Scratch.BYTES);

        assertThat(KernelFile.read(path)).isEqualTo(new KernelFile(LibC.ENAMETOOLONG(), ""));
    }

    private KernelFile read(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), text);
        return KernelFile.read(file.toString());
    }
}
