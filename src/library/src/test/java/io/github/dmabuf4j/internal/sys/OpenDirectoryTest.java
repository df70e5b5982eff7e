// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.OpenDirectory.FileName;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(UnchangedDescriptors.class)
class OpenDirectoryTest {
    private static final FileName SIZE = FileName.of("size");

    @TempDir
    Path root;

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

    private Path file(String number, String content) throws IOException {
        return Files.writeString(Files.createDirectories(root.resolve(number)).resolve("size"), content);
    }

    private static String text(int length) {
        byte[] bytes = Scratch.bytes().asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 10, 1234567890123456789L, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void aFileIsFoundByAnyUnsignedNumber(long number) throws IOException {
        file(Long.toUnsignedString(number), "4096\n");

        assertThat(text(OpenDirectory.read(directory, number, SIZE))).isEqualTo("4096\n");
    }

    @Test
    void aShortNumberAfterALongOneIsNotMixedUpWithIt() throws IOException {
        file("12345", "long");
        file("6", "short");

        assertThat(text(OpenDirectory.read(directory, 12345, SIZE))).isEqualTo("long");
        assertThat(text(OpenDirectory.read(directory, 6, SIZE))).isEqualTo("short");
    }

    @Test
    void errorsAreTold() throws IOException {
        file("1", "x".repeat(Scratch.BYTES));
        file("2", "x".repeat(Scratch.BYTES - 1));
        Files.createDirectories(root.resolve("3/size"));
        Files.writeString(root.resolve("4"), "no directory");

        assertThat(OpenDirectory.read(directory, 1, SIZE)).isEqualTo(-LibC.EFBIG());
        assertThat(OpenDirectory.read(directory, 2, SIZE)).isEqualTo(Scratch.BYTES - 1);
        assertThat(OpenDirectory.read(directory, 3, SIZE)).isEqualTo(-LibC.EISDIR());
        assertThat(OpenDirectory.read(directory, 4, SIZE)).isEqualTo(-LibC.ENOTDIR());
        assertThat(OpenDirectory.read(directory, 5, SIZE)).isEqualTo(-LibC.ENOENT());
        assertThat(OpenDirectory.links(directory, 5, SIZE)).isEqualTo(-LibC.ENOENT());
    }

    @Test
    void zerosFollowAText() throws IOException {
        file("1", "x".repeat(100));
        file("2", "4096\n");

        assertThat(OpenDirectory.read(directory, 1, SIZE)).isEqualTo(100);
        int length = OpenDirectory.read(directory, 2, SIZE);
        assertThat(Scratch.view().getLong(length)).isZero();
    }

    @Test
    void theLongestTextHasZerosAfterItToo() throws IOException {
        file("1", "x".repeat(Scratch.BYTES - 1));

        int length = OpenDirectory.read(directory, 1, SIZE);
        assertThat(Scratch.view().getLong(length)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, -1})
    void twoDescriptorsAreClosedAndNoOther(int distance) throws IOException {
        file("1", "");
        int lowest = 900;
        int first = Sys.fcntl(directory, LibC.F_DUPFD_CLOEXEC(), lowest + 1);
        int second = Sys.fcntl(directory, LibC.F_DUPFD_CLOEXEC(), first + distance);
        int before = Sys.fcntl(directory, LibC.F_DUPFD_CLOEXEC(), lowest - 10);
        int after = Sys.fcntl(directory, LibC.F_DUPFD_CLOEXEC(), lowest + 10);
        assertThat(second).isEqualTo(first + distance);

        OpenDirectory.close(first, second);

        assertThat(Sys.close(first)).isEqualTo(-LibC.EBADF());
        assertThat(Sys.close(second)).isEqualTo(-LibC.EBADF());
        assertThat(Sys.close(before)).isZero();
        assertThat(Sys.close(after)).isZero();
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> FileName.of("x".repeat(31))).isInstanceOf(IllegalArgumentException.class);
        assertThat(FileName.of("x".repeat(30))).hasToString("/" + "x".repeat(30));
    }

    @Test
    void linksAreThoseOfTheFileSystem() throws IOException {
        Path size = file("1", "");
        Files.createDirectories(root.resolve("2/size/a"));

        assertThat(OpenDirectory.links(directory, 1, SIZE)).isEqualTo(Files.getAttribute(size, "unix:nlink"));
        assertThat(OpenDirectory.links(directory, 2, SIZE))
                .isEqualTo(Files.getAttribute(root.resolve("2/size"), "unix:nlink"));
    }

    /** More than one call of the kernel's gives at once. */
    @Test
    void allNamesAreListedAndAgain() throws IOException {
        List<String> names = new ArrayList<>(List.of("..x", ".hidden", "x".repeat(255)));
        IntStream.range(0, 500).forEach(i -> names.add("name-" + i));
        for (String name : names) {
            Files.createFile(root.resolve(name));
        }

        assertThat(list()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(list()).containsExactlyInAnyOrderElementsOf(names);
    }

    private List<String> list() {
        List<String> names = new ArrayList<>();
        int result = OpenDirectory.list(
                directory,
                (bytes, offset, length) -> names.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
        assertThat(result).isZero();
        return names;
    }

    @Test
    void anEmptyFolderListsNothing() {
        assertThat(list()).isEmpty();
    }

    @Test
    void whatIsNoFolderCannotBeListed() throws IOException {
        int file = Sys.open(file("1", "").toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        int result = OpenDirectory.list(file, (bytes, offset, length) -> {});
        Sys.close(file);

        assertThat(result).isEqualTo(-LibC.ENOTDIR());
    }
}
