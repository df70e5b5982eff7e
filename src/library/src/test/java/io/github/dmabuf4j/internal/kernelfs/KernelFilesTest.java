// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.kernelfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(UnchangedDescriptors.class)
class KernelFilesTest {
    private static final KernelFiles FILES = new KernelFiles(Set.of(LibC.ENOENT(), LibC.EISDIR()));

    @TempDir
    Path directory;

    @Test
    void whatIsThereIsRead() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "text\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("../target"));

        assertThat(FILES.text(file.toString())).contains("text\n");
        assertThat(FILES.link(link.toString())).contains("../target");
        assertThat(FILES.names(directory))
                .hasValueSatisfying(names -> assertThat(names).containsExactlyInAnyOrder("file", "link"));
    }

    @Test
    void whatHasGoneIsEmpty() throws DmaBufException {
        Path missing = directory.resolve("missing");

        assertThat(FILES.text(missing.toString())).isEmpty();
        assertThat(FILES.link(missing.toString())).isEmpty();
        assertThat(FILES.names(missing)).isEmpty();
        assertThat(FILES.text(directory.toString())).as("EISDIR").isEmpty();
    }

    @Test
    void anyOtherErrorIsThrownWithItsOperation() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> FILES.text(file + "/below"))
                .isInstanceOf(DmaBufException.class)
                .hasMessage("read on " + file + "/below failed: " + ErrorNumber.describe(LibC.ENOTDIR()));
        assertThatThrownBy(() -> FILES.link(file.toString()))
                .isInstanceOf(DmaBufException.class)
                .hasMessage("readlink on " + file + " failed: " + ErrorNumber.describe(LibC.EINVAL()));
        assertThatThrownBy(() -> FILES.names(file))
                .isInstanceOf(DmaBufException.class)
                .hasMessage("readdir on " + file + " failed: " + ErrorNumber.describe(LibC.ENOTDIR()));
    }
}
