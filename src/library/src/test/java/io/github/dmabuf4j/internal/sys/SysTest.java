// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(UnchangedDescriptors.class)
class SysTest {
    private static final int CALLS = 50_000;
    private static final int PATH_MAX = 4096;

    @TempDir
    Path directory;

    @Test
    void aPathOfTheKernelsLimitIsRefused() {
        assertThat(Sys.open(devNullInBytes(PATH_MAX), LibC.O_RDONLY())).isEqualTo(-LibC.ENAMETOOLONG());
    }

    @Test
    void theLongestPathIsOpened() {
        int fd = Sys.open(devNullInBytes(PATH_MAX - 1), LibC.O_RDONLY() | LibC.O_CLOEXEC());

        assertThat(OpenFiles.link(fd)).isEqualTo("/dev/null");
        assertThat(Sys.close(fd)).isZero();
    }

    @Test
    void theBytesOfAPathAreCountedAndNotItsCharacters() {
        String path = "/" + "ö".repeat(PATH_MAX / 2);

        assertThat(Sys.open(path, LibC.O_RDONLY())).isEqualTo(-LibC.ENAMETOOLONG());
    }

    private static String devNullInBytes(int length) {
        String end = "/dev/null";
        return "/".repeat(length - end.length()) + end;
    }

    @Test
    void aCallThatFailsReturnsItsNegativeErrno() {
        assertThat(Sys.open(directory.resolve("missing").toString(), LibC.O_RDONLY()))
                .isEqualTo(-LibC.ENOENT());
        assertThat(Sys.close(-1)).isEqualTo(-LibC.EBADF());
        assertThat(Sys.fcntl(-1, LibC.F_GETFD(), 0)).isEqualTo(-LibC.EBADF());
        assertThat(Sys.read(-1, Scratch.bytes())).isEqualTo(-LibC.EBADF());
        assertThat(Sys.lseek(-1, 0, LibC.SEEK_END())).isEqualTo(-LibC.EBADF());
        assertThat(Sys.mmap(1, LibC.PROT_READ(), LibC.MAP_SHARED(), -1, 0)).isEqualTo(-LibC.EBADF());
        assertThat(Sys.munmap(1, Machine.pageBytes())).isEqualTo(-LibC.EINVAL());
    }

    @Test
    void aDescriptorClosedTwiceAnswersEbadf() {
        int fd = Sys.open("/dev/null", LibC.O_RDONLY() | LibC.O_CLOEXEC());

        assertThat(Sys.close(fd)).isZero();
        assertThat(Sys.close(fd)).isEqualTo(-LibC.EBADF());
    }

    @Test
    void aDuplicateTakesItsArgumentAsTheLowestNumber() {
        int fd = Sys.open("/dev/null", LibC.O_RDONLY() | LibC.O_CLOEXEC());
        int copy = Sys.fcntl(fd, LibC.F_DUPFD_CLOEXEC(), 500);
        Sys.close(fd);

        assertThat(copy).isGreaterThanOrEqualTo(500);
        assertThat(OpenFiles.link(copy)).isEqualTo("/dev/null");
        assertThat(Sys.close(copy)).isZero();
    }

    @Test
    void sizeAndInodeOfAFileAreThoseOfItsAttributes() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[12_345]);
        int fd = Sys.open(file.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        try {
            assertThat(FileStatus.read(fd, LibC.STATX_SIZE() | LibC.STATX_INO()))
                    .isZero();
            assertThat(FileStatus.size()).isEqualTo(12_345);
            assertThat(FileStatus.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
            assertThat(Sys.lseek(fd, 0, LibC.SEEK_END())).isEqualTo(12_345);
        } finally {
            Sys.close(fd);
        }
    }

    @Test
    void whatIsWrittenToAMappingIsInTheFile() throws IOException {
        long page = Machine.pageBytes();
        Path file = Files.write(directory.resolve("file"), new byte[Math.toIntExact(2 * page)]);
        long address = mapForWriting(file, page);

        MemorySegment mapping = MemorySegment.ofAddress(address).reinterpret(page);
        mapping.set(ValueLayout.JAVA_BYTE, 7, (byte) 42);

        byte[] content = Files.readAllBytes(file);
        assertThat(content[Math.toIntExact(page + 7)]).isEqualTo((byte) 42);
        assertThat(content[7]).isZero();
        assertThat(mapsOf(file)).hasSize(1);
        assertThat(Sys.munmap(address, page)).isZero();
        assertThat(mapsOf(file)).isEmpty();
    }

    /** Of the second page; the mapping outlives the descriptor. */
    private static long mapForWriting(Path file, long page) {
        int fd = Sys.open(file.toString(), LibC.O_RDWR() | LibC.O_CLOEXEC());
        try {
            return Sys.mmap(page, LibC.PROT_READ() | LibC.PROT_WRITE(), LibC.MAP_SHARED(), fd, page);
        } finally {
            Sys.close(fd);
        }
    }

    private static List<String> mapsOf(Path file) throws IOException {
        String path = file.toRealPath().toString();
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.endsWith(path))
                .toList();
    }

    @Test
    @Timeout(60)
    void noThreadSeesTheErrnoOfAnother() throws Exception {
        String missing = directory.resolve("missing").toString();
        String folder = directory.toString();
        CyclicBarrier start = new CyclicBarrier(3);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Future<Set<Integer>> enoent = threads.submit(loop(start, () -> Sys.open(missing, LibC.O_RDONLY())));
            Future<Set<Integer>> eisdir = threads.submit(loop(start, () -> Sys.open(folder, LibC.O_RDWR())));
            Future<Set<Integer>> ebadf = threads.submit(loop(start, () -> Sys.close(-1)));

            assertThat(enoent.get()).containsExactly(-LibC.ENOENT());
            assertThat(eisdir.get()).containsExactly(-LibC.EISDIR());
            assertThat(ebadf.get()).containsExactly(-LibC.EBADF());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Set<Integer>> loop(CyclicBarrier start, IntSupplier call) {
        return () -> {
            Set<Integer> results = new HashSet<>();
            start.await(10, TimeUnit.SECONDS);
            for (int i = 0; i < CALLS; i++) {
                results.add(call.getAsInt());
            }
            return results;
        };
    }
}
