// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.standin.StandIn;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.Machine;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What needs no heap: a file of two pages stands in for a buffer where the kernel treats the two alike. */
@ExtendWith(UnchangedDescriptors.class)
class DmaBufTest {
    private static final long PAGE = Machine.pageBytes();
    private static final long SIZE = 2 * PAGE;

    @TempDir
    Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.write(directory.toRealPath().resolve("file"), new byte[Math.toIntExact(SIZE)]);
    }

    @AfterEach
    void nothingStaysMapped() throws IOException {
        assertThat(mappings()).as("mappings of the file").isEmpty();
    }

    private List<String> mappings() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.endsWith(file.toString()))
                .toList();
    }

    private int open(int flags) {
        return Sys.open(file.toString(), flags | LibC.O_CLOEXEC());
    }

    private DmaBuf buffer() {
        return owning(open(LibC.O_RDWR()));
    }

    private DmaBuf readOnlyBuffer() {
        return owning(open(LibC.O_RDONLY()));
    }

    private static DmaBuf owning(int fd) {
        DmaBuf buffer = DmaBuf.withoutNumber("a test", SIZE);
        buffer.own(fd);
        return buffer;
    }

    @Test
    void aDeviceIsNotAdoptedAndStaysOpen() {
        int fd = Sys.open("/dev/null", LibC.O_RDONLY() | LibC.O_CLOEXEC());
        try {
            assertThatThrownBy(() -> DmaBuf.adopt(fd))
                    .isInstanceOf(DmaBufException.class)
                    .hasMessageStartingWith("adopt on fd " + fd + " failed: it is not a dma-buf but /dev/null (");
            assertThat(OpenFiles.link(fd)).isEqualTo("/dev/null");
        } finally {
            Sys.close(fd);
        }
    }

    /** A peer chooses the name of what it sends. */
    @Test
    void f13_theNameOfAFileThatIsNotAdoptedIsEscaped(@TempDir Path folder) throws IOException {
        Path evil = Files.createFile(folder.resolve("a\n2026-01-01 ERROR forged \u001b[31m\u202e"));
        int fd = Sys.open(evil.toString(), LibC.O_RDWR() | LibC.O_CLOEXEC());
        try {
            for (ThrowingCallable adoption :
                    List.<ThrowingCallable>of(() -> DmaBuf.adopt(fd), () -> SyncFile.adopt(fd))) {
                assertThatThrownBy(adoption)
                        .isInstanceOf(DmaBufException.class)
                        .hasMessageContaining("/a\\u000a2026-01-01 ERROR forged \\u001b[31m\\u202e");
            }
        } finally {
            Sys.close(fd);
        }
    }

    @Test
    void aFileIsNotAdoptedAndStaysOpen() {
        int fd = open(LibC.O_RDWR());
        try {
            assertThatThrownBy(() -> DmaBuf.adopt(fd))
                    .isInstanceOf(DmaBufException.class)
                    .hasMessageStartingWith("adopt on fd " + fd + " failed: it is not a dma-buf but " + file + " (")
                    .hasMessageMatching(".*\\(file system 0x[0-9a-f]+\\)");
            assertThat(OpenFiles.link(fd)).isEqualTo(file.toString());
        } finally {
            Sys.close(fd);
        }
    }

    @Test
    void aDescriptorOfAnotherOwnerIsDuplicatedAndStaysTheirs() throws IOException {
        StandIn.allow();
        int theirs = StandIn.create(1 << 20);
        try {
            try (DmaBuf buffer = DmaBuf.duplicateOf(theirs)) {
                assertThat(buffer.fd()).isNotEqualTo(theirs);
                assertThat(buffer.size()).isEqualTo(1 << 20);
                assertThat(OpenFiles.link(buffer.fd())).isEqualTo(OpenFiles.link(theirs));
            }
            assertThat(StandIn.is(theirs)).isTrue();
        } finally {
            Sys.close(theirs);
        }
    }

    @Test
    void whatIsNotABufferIsNotDuplicated() {
        int fd = open(LibC.O_RDWR());
        try {
            assertThatThrownBy(() -> DmaBuf.duplicateOf(fd))
                    .isInstanceOf(DmaBufException.class)
                    .hasMessageStartingWith(
                            "duplicateOf on fd " + fd + " failed: it is not a dma-buf but " + file + " (");
            assertThatThrownBy(() -> DmaBuf.duplicateOf(-1))
                    .isInstanceOf(DmaBufException.class)
                    .hasMessageStartingWith("fstatfs on fd -1 failed: EBADF (9)");
            assertThat(OpenFiles.link(fd)).isEqualTo(file.toString());
        } finally {
            Sys.close(fd);
        }
    }

    @Test
    void whatIsNoDescriptorIsNotAdopted() {
        assertThatThrownBy(() -> DmaBuf.adopt(-1))
                .isInstanceOf(DmaBufException.class)
                .hasMessage("fstatfs on fd -1 failed: EBADF (9), " + ErrorNumber.text(LibC.EBADF()));
    }

    @Test
    void aSecondCloseDoesNotCloseTheNumbersNextOwner() {
        DmaBuf buffer = buffer();
        buffer.close();
        int next = open(LibC.O_RDONLY());
        assertThat(next).as("the kernel gives the lowest free number").isEqualTo(buffer.fd());

        buffer.close();

        assertThat(OpenFiles.link(next)).isEqualTo(file.toString());
        Sys.close(next);
    }

    @Test
    void afterACloseOnlyNumberSizeAndTextAreTold() {
        DmaBuf buffer = buffer();
        buffer.close();

        assertThat(buffer.fd()).isNotNegative();
        assertThat(buffer.size()).isEqualTo(SIZE);
        assertThat(buffer).hasToString("DmaBuf[dma-buf fd " + buffer.fd() + " of a test, " + SIZE + " bytes, closed]");
        String closed = "dma-buf fd " + buffer.fd() + " of a test is closed";
        assertThatThrownBy(buffer::inode)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(closed);
        assertThatThrownBy(buffer::name).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> buffer.setName("x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(buffer::duplicate).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> buffer.access(Access.READ)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> buffer.map(MapMode.READ_ONLY, 0, SIZE, Arena.global()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anInodeOnceToldIsNotToldAfterACloseEither() throws DmaBufException {
        DmaBuf buffer = buffer();
        assertThat(buffer.inode()).isPositive();
        buffer.close();

        assertThatThrownBy(buffer::inode).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsDetachedIsTheCallersToClose() {
        DmaBuf buffer = buffer();
        assertThat(buffer.isOpen()).isTrue();

        int fd = buffer.detachFd();

        assertThat(fd).isEqualTo(buffer.fd());
        assertThat(buffer.isOpen()).isFalse();
        assertThat(buffer.toString()).endsWith(", closed]");
        buffer.close();
        assertThat(OpenFiles.link(fd)).isEqualTo(file.toString());
        assertThatThrownBy(buffer::detachFd).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(buffer::inode).isInstanceOf(IllegalStateException.class);
        Sys.close(fd);
    }

    @Test
    void whatIsClosedIsNotOpenAndCannotBeDetached() {
        DmaBuf buffer = buffer();
        HeldFd held = buffer.holdFd();
        buffer.close();

        assertThat(buffer.isOpen()).as("although it is held").isFalse();
        assertThatThrownBy(buffer::detachFd)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("dma-buf fd " + buffer.fd() + " of a test is closed");
        held.close();
    }

    @Test
    void aDetachedBufferKeepsNoMappingForItsScopes() throws IOException {
        DmaBuf buffer = buffer();
        assertThatThrownBy(() -> buffer.access(Access.READ)).isInstanceOf(DmaBufException.class);
        assertThat(mappings()).as("kept for the next scope").hasSize(1);

        Sys.close(buffer.detachFd());

        assertThat(mappings()).isEmpty();
    }

    @Test
    void aMappingOutlivesADetachedBuffer() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            DmaBuf buffer = buffer();
            MemorySegment part = buffer.map(MapMode.READ_WRITE, 0, 1, arena);

            Sys.close(buffer.detachFd());

            part.fill((byte) 9);
            assertThat(mappings()).hasSize(1);
        }
        assertThat(Files.readAllBytes(file)[0]).isEqualTo((byte) 9);
    }

    @Test
    void whatIsHeldCannotBeDetached() {
        try (DmaBuf buffer = buffer()) {
            HeldFd held = buffer.holdFd();

            assertThatThrownBy(buffer::detachFd)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "dma-buf fd " + buffer.fd() + " of a test is in use and cannot be detached: first close its"
                                    + " access scopes and HeldFds, and end the calls and waits of other threads");

            assertThat(buffer.isOpen()).isTrue();
            assertThat(held.fd()).isEqualTo(buffer.fd());
            held.close();
            Sys.close(buffer.detachFd());
        }
    }

    @Test
    void aDuplicateHasADescriptorOfItsOwn() throws IOException {
        DmaBuf buffer = buffer();
        DmaBuf copy = buffer.duplicate();
        buffer.close();

        assertThat(copy.fd()).isNotEqualTo(buffer.fd());
        assertThat(OpenFiles.isCloseOnExec(copy.fd())).isTrue();
        assertThat(copy.size()).isEqualTo(SIZE);
        assertThat(copy.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        copy.close();
    }

    @ParameterizedTest
    @EnumSource
    void aScopeThatTheKernelRefusesHoldsNothing(Access mode) throws IOException {
        DmaBuf buffer = buffer();

        for (ThrowingCallable start : List.<ThrowingCallable>of(() -> buffer.access(mode), () -> buffer.sync(mode))) {
            assertThatThrownBy(start)
                    .isInstanceOf(DmaBufException.class)
                    .hasMessageStartingWith(
                            "DMA_BUF_IOCTL_SYNC on dma-buf fd " + buffer.fd() + " of a test (START, " + mode + ")")
                    .hasMessageContaining("ENOTTY (25)");
        }

        buffer.close();
        assertThat(OpenFiles.link(buffer.fd()))
                .as("closed at once: nobody holds it")
                .isEmpty();
        assertThat(mappings()).isEmpty();
    }

    @Test
    void aScopeToWriteIsRefusedWhereTheDescriptorIsToRead() {
        try (DmaBuf buffer = readOnlyBuffer()) {
            assertThatThrownBy(() -> buffer.access(Access.WRITE))
                    .isInstanceOf(NoPermissionException.class)
                    .hasMessageContaining("EACCES (13)")
                    .hasMessageEndingWith("; the descriptor is not open for writing");
        }
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        try (DmaBuf buffer = buffer()) {
            assertThatThrownBy(() -> buffer.setName("ö".repeat(16)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("32 bytes")
                    .hasMessageContaining("at most 31");
        }
    }

    @Test
    void aNameWithANulIsRefused() {
        try (DmaBuf buffer = buffer()) {
            assertThatThrownBy(() -> buffer.setName("a\0b")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aNameOfTheLargestLengthReachesTheKernel() {
        try (DmaBuf buffer = buffer()) {
            assertThatThrownBy(() -> buffer.setName("ö".repeat(15) + "x"))
                    .isInstanceOf(DmaBufException.class)
                    .hasMessageStartingWith("DMA_BUF_SET_NAME_B on ")
                    .hasMessageContaining("ENOTTY (25)");
        }
    }

    @Test
    void theNameOfWhatIsNoBufferIsAnError() {
        try (DmaBuf buffer = buffer()) {
            assertThatThrownBy(buffer::name)
                    .isInstanceOf(DmaBufException.class)
                    .hasMessageContaining("does not lead to a dma-buf but to ");
        }
    }

    /** Of a descriptor that others have closed. */
    @Test
    void f31_aNameThatCannotBeReadHasTheErrno() {
        DmaBuf lost = buffer();
        Sys.close(lost.fd());
        assertThatThrownBy(lost::name)
                .isInstanceOf(DmaBufException.class)
                .hasFieldOrPropertyWithValue("errno", LibC.ENOENT())
                .hasMessage("readlink on /proc/self/fd/" + lost.fd() + " failed: ENOENT (2), "
                        + ErrorNumber.text(LibC.ENOENT())
                        + "; either /proc is not mounted, or other code has closed the descriptor");
        lost.close();
    }

    @Test
    void aMappingShowsThePartAskedFor() throws IOException {
        byte[] content = new byte[Math.toIntExact(SIZE)];
        content[Math.toIntExact(PAGE + 100)] = 42;
        Files.write(file, content);
        try (DmaBuf buffer = buffer();
                Arena arena = Arena.ofConfined()) {
            MemorySegment part = buffer.map(MapMode.READ_ONLY, PAGE + 100, 1, arena);

            assertThat(part.byteSize()).isEqualTo(1);
            assertThat(part.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 42);
            assertThat(part.isReadOnly()).isTrue();
        }
    }

    @Test
    void aMappingOutlivesTheBufferAndEndsWithItsArena() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            DmaBuf buffer = buffer();
            MemorySegment part = buffer.map(MapMode.READ_WRITE, PAGE - 1, 2, arena);
            buffer.close();

            part.fill((byte) 7);

            assertThat(mappings()).hasSize(1);
        }
        assertThat(mappings()).isEmpty();
        byte[] content = Files.readAllBytes(file);
        assertThat(content[Math.toIntExact(PAGE - 1)]).isEqualTo((byte) 7);
        assertThat(content[Math.toIntExact(PAGE)]).isEqualTo((byte) 7);
        assertThat(content[Math.toIntExact(PAGE + 1)]).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1",
        "0, 0",
        "0, -1",
        "0, 9223372036854775807",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, 1",
        "9223372036854775807, 1"
    })
    void whatIsNoPartOfTheBufferIsNotMapped(long offset, long bytes) {
        try (DmaBuf buffer = buffer()) {
            assertThatThrownBy(() -> buffer.map(MapMode.READ_ONLY, offset, bytes, Arena.global()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the part at offset " + offset + " of length " + bytes
                            + " is empty or not within the buffer of " + SIZE + " bytes");
        }
    }

    @Test
    void aPartThatReachesBeyondTheEndIsNotMapped() {
        try (DmaBuf buffer = buffer()) {
            assertThatThrownBy(() -> buffer.map(MapMode.READ_ONLY, 1, SIZE, Arena.global()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> buffer.map(MapMode.READ_ONLY, SIZE, 1, Arena.global()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aPrivateMappingIsRefused() {
        try (DmaBuf buffer = buffer()) {
            assertThatThrownBy(() -> buffer.map(MapMode.PRIVATE, 0, SIZE, Arena.global()))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("PRIVATE");
        }
    }

    @Test
    void aMappingToWriteIsRefusedWhereTheDescriptorIsToRead() {
        try (DmaBuf buffer = readOnlyBuffer()) {
            assertThatThrownBy(() -> buffer.map(MapMode.READ_WRITE, 0, SIZE, Arena.global()))
                    .isInstanceOf(NoPermissionException.class)
                    .hasMessageStartingWith(
                            "mmap on dma-buf fd " + buffer.fd() + " of a test (offset=0, length=" + SIZE)
                    .hasMessageEndingWith("; the descriptor is not open for writing");
        }
    }

    @Test
    void aClosedArenaLeavesNoMapping() throws IOException {
        Arena closed = closedArena();
        try (DmaBuf buffer = buffer()) {
            assertThatThrownBy(() -> buffer.map(MapMode.READ_WRITE, 0, SIZE, closed))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(mappings()).isEmpty();
        }
    }

    private static Arena closedArena() {
        try (Arena arena = Arena.ofConfined()) {
            return arena;
        }
    }
}
