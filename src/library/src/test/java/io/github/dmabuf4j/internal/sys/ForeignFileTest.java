// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignFileTest {
    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void makeFile() throws IOException {
        path = Files.writeString(directory.resolve("file"), "0123456789");
    }

    @AfterEach
    void noDescriptorIsLeft() throws IOException {
        assertThat(OpenFiles.ofThisProcess().values()).noneMatch(link -> link.startsWith(directory.toString()));
    }

    private int found(String name) {
        try (ForeignFile file = new ForeignFile()) {
            return file.find(directory.toString(), name);
        }
    }

    private void makeFifo(Path at) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", at.toString()).start().waitFor())
                .isZero();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void aFileIsReadInParts() throws IOException {
        try (ForeignFile file = new ForeignFile()) {
            assertThat(file.find(directory.toString(), "file")).isZero();
            assertThat(file.version().size()).isEqualTo(10);
            assertThat(file.version().inode()).isEqualTo(Files.getAttribute(path, "unix:ino"));
            assertThat(file.owner()).isEqualTo(Files.getAttribute(path, "unix:uid"));
            assertThat(file.open()).isZero();
            byte[] part = new byte[4];
            assertThat(file.read(3, part)).isEqualTo(4);
            assertThat(text(part)).isEqualTo("3456");
            assertThat(file.read(8, part)).isEqualTo(2);
            assertThat(text(part)).isEqualTo("8956");
            assertThat(file.read(-1, part)).isEqualTo(-LibC.EINVAL());
        }
    }

    /** It may have grown since it was found. */
    @Test
    void noMoreIsReadThanIsWanted() throws IOException {
        try (ForeignFile file = new ForeignFile()) {
            assertThat(file.find(path.toString())).isZero();
            assertThat(file.open()).isZero();
            Files.writeString(path, "0123456789a");
            assertThat(file.readAll(new FileBytes(), 10)).isEqualTo(-LibC.EFBIG());
        }
        try (ForeignFile file = new ForeignFile()) {
            FileBytes bytes = new FileBytes();
            assertThat(file.find(path.toString())).isZero();
            assertThat(file.open()).isZero();
            assertThat(file.readAll(bytes, 11)).isZero();
            assertThat(bytes.text()).isEqualTo("0123456789a");
        }
    }

    @Test
    void whatIsNoRegularFileIsNotOpened() throws Exception {
        Files.createSymbolicLink(directory.resolve("link"), path);
        makeFifo(directory.resolve("fifo"));
        assertThat(found("link")).isEqualTo(-LibC.EINVAL());
        assertThat(found("fifo")).isEqualTo(-LibC.EINVAL());
        assertThat(found(".")).isEqualTo(-LibC.EINVAL());
        assertThat(found("missing")).isEqualTo(-LibC.ENOENT());
        try (ForeignFile file = new ForeignFile()) {
            assertThat(file.find(directory.resolve("fifo").toString())).isEqualTo(-LibC.EINVAL());
        }
    }

    @Test
    void aLinkToADirectoryIsNotFollowed() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        try (ForeignFile file = new ForeignFile()) {
            assertThat(file.find(link.toString(), "file")).isNegative();
        }
        try (ForeignFile file = new ForeignFile()) {
            assertThat(file.find(link.resolve("file").toString())).isZero();
        }
    }

    /** To open the FIFO would wait for a writer. */
    @Test
    void whatComesToThePlaceLaterIsNotOpened() throws Exception {
        try (ForeignFile file = new ForeignFile()) {
            assertThat(file.find(path.toString())).isZero();
            Files.delete(path);
            makeFifo(path);
            assertThat(file.open()).isZero();
            byte[] all = new byte[10];
            assertThat(file.read(0, all)).isEqualTo(10);
            assertThat(text(all)).isEqualTo("0123456789");
        }
    }
}
