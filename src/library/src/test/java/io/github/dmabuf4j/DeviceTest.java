// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.internal.sys.Machine;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** With devices that each machine has; the examples' tests use cameras and displays. */
@ExtendWith(UnchangedDescriptors.class)
class DeviceTest {
    private static final Path NULL = Path.of("/dev/null");
    private static final Path ZERO = Path.of("/dev/zero");
    private static final long PAGE = Machine.pageBytes();

    /** _IOR('x', 1, int): nobody's. */
    private static final Device.Ioctl UNKNOWN = new Device.Ioctl("X_UNKNOWN", 0x80047801L, ValueLayout.JAVA_INT);

    @TempDir
    Path directory;

    @Test
    void aRequestThatTheDriverLacksIsRefusedWithItsErrno() throws IOException {
        try (Device device = Device.open(NULL);
                Arena arena = Arena.ofConfined()) {
            MemorySegment argument = arena.allocate(ValueLayout.JAVA_INT);
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> device.ioctl(UNKNOWN, argument))
                    .withMessageStartingWith("X_UNKNOWN on /dev/null failed: ENOTTY (25), ")
                    .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOTTY));
        }
    }

    /** FIONREAD of asm-generic/ioctls.h has a number without a size, as old requests do. */
    @Test
    void theDriverAnswersInTheArgument() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[77]);
        Device.Ioctl bytesLeft = new Device.Ioctl("FIONREAD", 0x541bL, MemoryLayout.structLayout());
        try (Device device = Device.openReadOnly(file);
                Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(ValueLayout.JAVA_INT);
            assertThat(device.ioctl(bytesLeft, answer)).isZero();
            assertThat(answer.get(ValueLayout.JAVA_INT, 0)).isEqualTo(77);
        }
    }

    @Test
    void aLayoutThatIsNotThatOfTheNumberIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Device.Ioctl("X_UNKNOWN", 0x80047801L, ValueLayout.JAVA_LONG))
                .withMessageContaining("X_UNKNOWN");
    }

    @Test
    void anArgumentThatIsTooShortIsRefused() throws IOException {
        try (Device device = Device.open(NULL)) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> device.ioctl(UNKNOWN, MemorySegment.NULL))
                    .withMessageContaining("X_UNKNOWN");
        }
    }

    @Test
    void whatIsNotThereCannotBeOpened() {
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(() -> Device.open(directory.resolve("none")))
                .withMessageStartingWith("open on " + directory.resolve("none") + " failed: ENOENT (2), ");
    }

    @Test
    void aReadGivesWhatThereIs() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        try (Device device = Device.open(fifo);
                Arena arena = Arena.ofConfined()) {
            assertThat(device.awaitReadable(Duration.ZERO)).isFalse();
            Files.writeString(fifo, "abc", StandardOpenOption.WRITE);
            assertThat(device.awaitReadable(Duration.ofHours(1))).isTrue();
            MemorySegment memory = arena.allocate(10);
            assertThat(device.read(memory)).isEqualTo(3);
            assertThat(memory.getString(0)).isEqualTo("abc");
        }
    }

    @Test
    void whatIsOpenForReadingCannotBeWritten() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[1]);
        try (Device device = Device.openReadOnly(file);
                Arena arena = Arena.ofConfined()) {
            assertThatExceptionOfType(NoPermissionException.class)
                    .isThrownBy(() -> device.map(MapMode.READ_WRITE, 0, PAGE, arena))
                    .withMessageStartingWith("mmap on " + file + " (offset=0, length=");
            assertThat(device.map(MapMode.READ_ONLY, 0, 1, arena).byteSize()).isEqualTo(1);
        }
    }

    @Test
    void aMappingOutlivesTheDevice() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Device device = Device.open(ZERO);
            MemorySegment memory = device.map(MapMode.READ_WRITE, 0, PAGE, arena);
            device.close();
            memory.fill((byte) 3);
            assertThat(memory.get(ValueLayout.JAVA_BYTE, PAGE - 1)).isEqualTo((byte) 3);
        }
    }

    @Test
    void onlyWholePagesOnAreMapped() throws IOException {
        try (Device device = Device.open(ZERO)) {
            for (long[] part : new long[][] {{1, PAGE}, {-PAGE, PAGE}, {0, 0}, {0, -1}}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> device.map(MapMode.READ_WRITE, part[0], part[1], Arena.global()))
                        .withMessageStartingWith("offset " + part[0] + " must be a multiple of the page size");
            }
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> device.map(MapMode.PRIVATE, 0, PAGE, Arena.global()));
        }
    }

    @Test
    void afterItsCloseEachCallSaysSo() throws IOException {
        Device device = Device.open(NULL);
        assertThat(device.isOpen()).isTrue();
        int fd;
        try (HeldFd held = device.holdFd()) {
            fd = held.fd();
            device.close();
            device.close();
            assertThat(device.isOpen()).isFalse();
            assertThat(OpenFiles.link(fd)).isEqualTo("/dev/null");
            assertThat(OpenFiles.isCloseOnExec(fd)).isTrue();
        }
        assertThat(OpenFiles.link(fd)).isEmpty();
        assertThat(device).hasToString("/dev/null");
        List<ThrowingCallable> uses = List.of(
                () -> device.ioctl(UNKNOWN, MemorySegment.NULL),
                () -> device.awaitReadable(Duration.ZERO),
                () -> device.read(MemorySegment.NULL),
                () -> device.map(MapMode.READ_ONLY, 0, PAGE, Arena.global()),
                device::holdFd);
        for (ThrowingCallable use : uses) {
            assertThatIllegalStateException().isThrownBy(use).withMessage("/dev/null is closed");
        }
    }
}
