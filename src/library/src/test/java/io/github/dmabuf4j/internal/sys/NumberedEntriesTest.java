// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(UnchangedDescriptors.class)
class NumberedEntriesTest {
    /** More than one call of the kernel gives. */
    private static final int MANY = 500;

    @TempDir
    Path directory;

    private static int list(NumberedEntries entries, Path path) {
        int fd = Sys.open(path.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        try {
            return entries.list(fd);
        } finally {
            Sys.close(fd);
        }
    }

    private static int[] all(NumberedEntries entries) {
        return IntStream.range(0, entries.count()).map(entries::get).toArray();
    }

    @Test
    void numbersRiseAndOtherNamesAreLeftOut() throws IOException {
        for (String name : List.of("20", "3", "100", "self", "4x", "-5", "+6", "２", "1234567890", "2147483647")) {
            Files.createFile(directory.resolve(name));
        }
        NumberedEntries entries = new NumberedEntries(9);

        assertThat(list(entries, directory)).isZero();
        assertThat(all(entries)).containsExactly(3, 20, 100);
        assertThat(entries.contains(20)).isTrue();
        assertThat(entries.contains(21)).isFalse();
    }

    @Test
    void aNumberOfTenDigitsIsOneIfAnIntHoldsIt() throws IOException {
        for (String name : List.of("2147483647", "2147483648", "12345678901")) {
            Files.createFile(directory.resolve(name));
        }
        NumberedEntries entries = new NumberedEntries(10);

        assertThat(list(entries, directory)).isZero();
        assertThat(all(entries)).containsExactly(Integer.MAX_VALUE);
    }

    @Test
    void aListingReplacesTheOneBefore() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.createFile(other.resolve("5"));
        for (int i = 0; i < MANY; i++) {
            Files.createFile(directory.resolve(Integer.toString(i)));
        }
        NumberedEntries entries = new NumberedEntries(9);

        list(entries, directory);
        assertThat(all(entries)).isEqualTo(IntStream.range(0, MANY).toArray());
        list(entries, other);
        assertThat(all(entries)).containsExactly(5);
    }

    @Test
    void whatIsNoDirectoryIsAnError() throws IOException {
        NumberedEntries entries = new NumberedEntries(9);

        assertThat(list(entries, Files.createFile(directory.resolve("1")))).isEqualTo(-LibC.ENOTDIR());
        assertThat(entries.count()).isZero();
    }
}
