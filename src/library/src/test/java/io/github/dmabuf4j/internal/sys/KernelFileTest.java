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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Scratch.BYTES - 1, Scratch.BYTES, Scratch.BYTES + 1, 3 * Scratch.BYTES, 1_000_000})
    void aFileOfAnySizeIsReadWhole(int length) throws IOException {
        String text = "ä1".repeat(length / 2 + 1).substring(0, length);
        Path file = Files.writeString(directory.resolve("file"), text);

        assertThat(KernelFile.readAll(file.toString())).isEqualTo(new KernelFile(0, text));
    }

    @Test
    void aFileThatCannotBeReadWholeAnswersItsErrno() {
        assertThat(KernelFile.readAll(directory.toString())).isEqualTo(new KernelFile(LibC.EISDIR(), ""));
        assertThat(KernelFile.readAll("/missing")).isEqualTo(new KernelFile(LibC.ENOENT(), ""));
        assertThat(KernelFile.readAll("/missing").isRead()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dmabuf:camera-0", "/dmabuf:", "a\nb", "ä漢😀", "/dmabuf:x (deleted)"})
    void aLinkIsReadAndNotFollowed(String target) throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of(target));

        assertThat(KernelFile.link(link.toString())).isEqualTo(new KernelFile(0, target));
    }

    @Test
    void f27_bytesThatAreNotUtf8AreKept() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[] {'a', (byte) 0xff, (byte) 0xc3, '\n'});

        assertThat(KernelFile.read(file.toString()).text()).isEqualTo("a\udcff\udcc3\n");
        assertThat(KernelFile.readAll(file.toString()).text()).isEqualTo("a\udcff\udcc3\n");
    }

    /** Such a name can be made by a program that is not Java alone: the shell's printf. */
    @Test
    void f27_aPathThatIsNotUtf8IsOpened() throws Exception {
        String script = "cd '" + directory + "' && name=$(printf 'a\\377') && echo x >\"$name\" && ln -s \"$name\" link"
                + " && ln -s link \"$name-link\"";
        assertThat(new ProcessBuilder("sh", "-c", script).inheritIO().start().waitFor())
                .isZero();
        String path = directory + "/a\udcff";

        assertThat(KernelFile.link(directory + "/link").text()).isEqualTo("a\udcff");
        assertThat(KernelFile.read(path).text()).isEqualTo("x\n");
        assertThat(KernelFile.link(path + "-link").text()).isEqualTo("link");
        assertThat(KernelFile.read(directory + "/a\ufffd").errno()).isEqualTo(LibC.ENOENT());
        assertThat(KernelFile.read(directory + "/a\ud800").errno()).isEqualTo(LibC.ENOENT());
        assertThat(KernelFile.link(directory + "/a\ud800").errno()).isEqualTo(LibC.ENOENT());
    }

    @Test
    void aLinkAsLongAsTheKernelTakesIsReadWhole() throws IOException {
        String target = "x/".repeat(2047) + "y";
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of(target));

        assertThat(KernelFile.link(link.toString()).text()).isEqualTo(target);
    }

    @Test
    void whatIsNoLinkAnswersItsErrno() {
        assertThat(KernelFile.link(directory.toString())).isEqualTo(new KernelFile(LibC.EINVAL(), ""));
        assertThat(KernelFile.link(directory.resolve("missing").toString()))
                .isEqualTo(new KernelFile(LibC.ENOENT(), ""));
    }

    private KernelFile read(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), text);
        return KernelFile.read(file.toString());
    }
}
