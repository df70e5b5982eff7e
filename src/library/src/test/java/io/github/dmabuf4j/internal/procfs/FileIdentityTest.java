// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(UnchangedDescriptors.class)
class FileIdentityTest {
    @TempDir
    Path folder;

    @Test
    void itIsThatOfTheLinksTarget() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "12345");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        assertThat(FileIdentity.of(link)).hasValueSatisfying(found -> {
            assertThat(found.inode()).isEqualTo(attribute(file, "ino"));
            assertThat(found.device()).isEqualTo(device(attribute(file, "dev")));
            assertThat(found.size()).isEqualTo(5);
        });
    }

    /** Takes a {@code dev_t} apart as the C library does. */
    private static DeviceNumber device(long device) {
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >>> 12) & 0xffffff00L);
        return new DeviceNumber(major, minor);
    }

    private static long attribute(Path file, String name) {
        try {
            return ((Number) Files.getAttribute(file, "unix:" + name)).longValue();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aLinkThatLeadsNowhereHasNone() throws IOException {
        Path dangling = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dmabuf:x"));

        assertThat(FileIdentity.of(dangling)).isEmpty();
        assertThat(FileIdentity.of(folder.resolve("missing"))).isEmpty();
        assertThat(FileIdentity.of(Files.createFile(folder.resolve("file")).resolve("below")))
                .isEmpty();
    }

    @Test
    void whatProgramsCanMakeIsNoBuffer() throws IOException {
        for (Path path : List.of(Files.createFile(folder.resolve("file")), folder, Path.of("/dev/null"))) {
            FileIdentity file = FileIdentity.of(path).orElseThrow();

            assertThat(file.isBuffer(file.inode())).as(path.toString()).isFalse();
        }
    }

    /** An eventfd's inode has no type, as a buffer's. */
    @Test
    void whatHasNoTypeCanBeTheBufferOfItsInode() {
        int fd = Sys.eventfd(0, LibC.EFD_CLOEXEC());
        try {
            FileIdentity file = FileIdentity.of(Path.of("/proc/self/fd/" + fd)).orElseThrow();

            assertThat(file.isBuffer(file.inode())).isTrue();
            assertThat(file.isBuffer(file.inode() + 1)).isFalse();
        } finally {
            Sys.close(fd);
        }
    }
}
