// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(UnchangedDescriptors.class)
class OpenFilesTest {
    private static final int NO_DESCRIPTOR = 1_000_000_000;

    @TempDir
    Path directory;

    /** A socket, from the first channel on. */
    @BeforeAll
    static void letTheJdkOpenWhatItKeepsOpen() throws IOException {
        close(Pipe.open());
    }

    @Test
    void aListingShowsWhatIsOpen() throws IOException {
        Path file = Files.createFile(directory.resolve("file")).toRealPath();
        int fd = Sys.open(file.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        try {
            assertThat(OpenFiles.ofThisProcess()).containsEntry(fd, file.toString());
        } finally {
            Sys.close(fd);
        }
        assertThat(OpenFiles.ofThisProcess()).doesNotContainValue(file.toString());
    }

    @Test
    void aListingDoesNotShowItself() throws IOException {
        Map<Integer, String> first = OpenFiles.ofThisProcess();

        assertThat(first.values()).noneMatch(link -> link.endsWith("/fd")).doesNotContain("");
        assertThat(OpenFiles.ofThisProcess()).isEqualTo(first);
    }

    @Test
    void onlyALinkThatDiffersFromTheExpectedOneIsReturned() throws IOException {
        Path file = Files.createFile(directory.resolve("file")).toRealPath();
        int fd = Sys.open(file.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        try {
            // First one with more digits, of which none may be left.
            assertThat(OpenFiles.linkOtherThan(new LinkTarget(file.toString()), NO_DESCRIPTOR))
                    .isEqualTo(new KernelFile(LibC.ENOENT(), ""));
            assertThat(OpenFiles.linkOtherThan(new LinkTarget(file.toString()), fd))
                    .isNull();
            KernelFile link = new KernelFile(0, file.toString());
            assertThat(OpenFiles.linkOtherThan(new LinkTarget(file + "2"), fd)).isEqualTo(link);
            assertThat(OpenFiles.linkOtherThan(new LinkTarget(directory.toRealPath() + "/fil"), fd))
                    .isEqualTo(link);
            assertThat(OpenFiles.linkOtherThan(new LinkTarget(directory.toRealPath() + "/fild"), fd))
                    .isEqualTo(link);
        } finally {
            Sys.close(fd);
        }
        assertThat(OpenFiles.linkOtherThan(new LinkTarget(file.toString()), -1))
                .isEqualTo(new KernelFile(LibC.ENOENT(), ""));
    }

    @Test
    void aNumberThatIsNoDescriptorHasNoLink() {
        assertThat(OpenFiles.link(-1)).isEmpty();
        assertThat(OpenFiles.link(NO_DESCRIPTOR)).isEmpty();
    }

    @Test
    void aLinkMayBeLong() throws IOException {
        Path folder = directory.toRealPath();
        for (int depth = 0; depth < 10; depth++) {
            folder = folder.resolve("d".repeat(200));
        }
        Path file = Files.createDirectories(folder).resolve("file");
        Files.createFile(file);
        int fd = Sys.open(file.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        try {
            assertThat(OpenFiles.link(fd)).isEqualTo(file.toString());
        } finally {
            Sys.close(fd);
        }
    }

    @Test
    void anInfoIsReadByItsKey() {
        int fd = Sys.open("/dev/zero", LibC.O_RDONLY() | LibC.O_CLOEXEC());
        try {
            assertThat(OpenFiles.info(fd, "pos")).isEqualTo("0");
            assertThat(Integer.parseInt(OpenFiles.info(fd, "flags"), 8) & LibC.O_CLOEXEC())
                    .isNotZero();
            assertThat(OpenFiles.info(fd, "po")).as("a key cut short").isEmpty();
            assertThat(OpenFiles.info(fd, "exp_name")).as("a key of buffers").isEmpty();
        } finally {
            Sys.close(fd);
        }
        assertThat(OpenFiles.info(fd, "pos")).as("after the close").isEmpty();
    }

    /** An epoll descriptor has a line "tfd:" for each file it watches. */
    @Test
    void ofManyLinesWithOneKeyTheFirstCounts() throws IOException {
        Map<Integer, String> before = OpenFiles.ofThisProcess();
        Pipe one = Pipe.open();
        Pipe other = Pipe.open();
        try (Selector selector = Selector.open()) {
            int epoll = newDescriptor(before, "anon_inode:[eventpoll]");
            watch(one, selector);
            watch(other, selector);
            selector.selectNow();

            List<String> lines = Files.readString(Path.of("/proc/self/fdinfo/" + epoll))
                    .lines()
                    .filter(line -> line.startsWith("tfd:"))
                    .toList();

            assertThat(lines).doesNotHaveDuplicates().hasSizeGreaterThan(1);
            assertThat("tfd:" + OpenFiles.info(epoll, "tfd"))
                    .isEqualTo(lines.get(0).replaceFirst("^tfd:\\s+", "tfd:").strip());
        }
        close(one);
        close(other);
    }

    private static int newDescriptor(Map<Integer, String> before, String link) throws IOException {
        Map<Integer, String> opened = OpenFiles.ofThisProcess();
        opened.keySet().removeAll(before.keySet());
        opened.values().removeIf(other -> !other.equals(link));
        assertThat(opened).hasSize(1);
        return opened.keySet().iterator().next();
    }

    private static void watch(Pipe pipe, Selector selector) throws IOException {
        pipe.source().configureBlocking(false);
        pipe.source().register(selector, SelectionKey.OP_READ);
    }

    private static void close(Pipe pipe) throws IOException {
        pipe.source().close();
        pipe.sink().close();
    }

    @Test
    void onlyADescriptorWithTheFlagIsCloseOnExec() {
        int with = Sys.open("/dev/null", LibC.O_RDONLY() | LibC.O_CLOEXEC());
        int without = Sys.open("/dev/null", LibC.O_RDONLY());
        try {
            assertThat(OpenFiles.isCloseOnExec(with)).isTrue();
            assertThat(OpenFiles.isCloseOnExec(without)).isFalse();
            assertThat(OpenFiles.isCloseOnExec(-1)).isFalse();
        } finally {
            Sys.close(with);
            Sys.close(without);
        }
    }
}
