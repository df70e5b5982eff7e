// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(UnchangedDescriptors.class)
class DirectoryNamesTest {
    /** More than one call of the kernel gives. */
    private static final int MANY = 500;

    @TempDir
    Path directory;

    private DirectoryNames names(String name) {
        return DirectoryNames.of(directory.resolve(name).toString());
    }

    @Test
    void allNamesAreListed() throws IOException {
        List<String> names = new ArrayList<>(List.of("größe", "a b", ".hidden"));
        for (int i = 0; i < MANY; i++) {
            names.add("name-" + i);
        }
        for (String name : names) {
            Files.createFile(directory.resolve(name));
        }

        assertThat(names("").names()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(names("").isRead()).isTrue();
    }

    @Test
    void f31_whatCannotBeListedHasTheErrno() throws IOException {
        Files.createFile(directory.resolve("file"));
        Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));

        assertThat(names("missing")).isEqualTo(new DirectoryNames(LibC.ENOENT(), List.of()));
        assertThat(names("file")).isEqualTo(new DirectoryNames(LibC.ENOTDIR(), List.of()));
        assertThat(names("loop")).isEqualTo(new DirectoryNames(LibC.ELOOP(), List.of()));
        assertThat(names("loop").isRead()).isFalse();
    }
}
