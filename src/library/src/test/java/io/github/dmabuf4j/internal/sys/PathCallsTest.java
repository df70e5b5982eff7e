// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathCallsTest {
    @TempDir
    private Path directory;

    private String one = "";
    private String other = "";

    @BeforeEach
    void name() {
        one = directory.resolve("one").toString();
        other = directory.resolve("o" + "t".repeat(200)).toString();
    }

    @Test
    void directoriesComeAndGo() throws IOException {
        assertThat(PathCalls.makeDirectory(one, 0700)).isZero();
        assertThat(PathCalls.makeDirectory(one, 0700)).isEqualTo(-Errno.EEXIST);
        assertThat(PathCalls.changeMode(one, 0750)).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(one))))
                .isEqualTo("rwxr-x---");
        assertThat(PathCalls.remove(one)).isEqualTo(-Errno.EISDIR);
        assertThat(PathCalls.removeDirectory(one)).isZero();
        assertThat(PathCalls.removeDirectory(one)).isEqualTo(-Errno.ENOENT);
        assertThat(PathCalls.remove(one)).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void namesChange() throws IOException {
        Files.createDirectory(Path.of(one));
        assertThat(PathCalls.rename(one, other)).isZero();
        assertThat(Path.of(other)).isDirectory();
        Files.createFile(Path.of(one));
        assertThat(PathCalls.exchange(one, other)).isZero();
        assertThat(Path.of(one)).isDirectory();
        assertThat(Path.of(other)).isRegularFile();
        assertThat(PathCalls.remove(other)).isZero();
        assertThat(PathCalls.exchange(one, other)).isEqualTo(-Errno.ENOENT);
        assertThat(PathCalls.rename("\ud800", one)).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void nothingIsMountedOnWhatIsNotThere() {
        assertThat(PathCalls.mount("bpf", other, 0, "")).isIn(-Errno.ENOENT, -Errno.EPERM);
        assertThat(PathCalls.unmount(other, 0)).isIn(-Errno.ENOENT, -Errno.EPERM);
    }
}
