// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadRequestExceptionTest {
    private static String reason(IOException failure) {
        return BadRequestException.reason(failure);
    }

    @Test
    void whatUsersMeetIsSaidInWords() {
        assertThat(reason(new NoSuchFileException("/x"))).isEqualTo("no such file or directory");
        assertThat(reason(new FileNotFoundException("/x (No such file)"))).isEqualTo("no such file or directory");
        assertThat(reason(new AccessDeniedException("/x"))).isEqualTo("permission denied");
        assertThat(reason(new FileSystemException("/x", null, "Read-only file system")))
                .isEqualTo("Read-only file system");
    }

    @Test
    void theTextOfTheErrorIsSaidWithoutTheNameOfAClass() {
        assertThat(reason(new IOException("No space left on device"))).isEqualTo("No space left on device");
    }

    @Test
    void withoutATextTheClassIsBetterThanNothing() {
        assertThat(reason(new ClosedChannelException())).contains("ClosedChannelException");
        assertThat(reason(new FileSystemException("/x"))).contains("FileSystemException", "/x");
    }

    @Test
    void theReasonOfTheJdkIsFound(@TempDir Path directory) {
        assertThat(reason(assertThrows(IOException.class, () -> Files.readAllBytes(directory))))
                .isEqualTo("Is a directory");
        assertThat(reason(assertThrows(IOException.class, () -> Files.readAllBytes(directory.resolve("missing")))))
                .isEqualTo("no such file or directory");
    }
}
