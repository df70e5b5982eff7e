// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.udmabuf_create;
import io.github.dmabuf4j.internal.sys.Ioctl;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Scratch;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.AnotherUser;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conformance row 32, udmabuf, and the further contract of {@link Udmabuf}. */
@RealKernel
@Needs(UDMABUF)
@Smoke
class UdmabufConformanceIT {
    private static final int PAGE = 4096;
    private static final int PAGES = 16;
    private static final int SEALS = LibC.F_SEAL_SHRINK();

    private static final Path SIZE_LIMIT = Path.of("/sys/module/udmabuf/parameters/size_limit_mb");
    private static final Path LIST_LIMIT = Path.of("/sys/module/udmabuf/parameters/list_limit");

    private Udmabuf udmabuf;

    @BeforeEach
    void openUdmabuf() throws DmaBufException {
        udmabuf = Udmabuf.open();
    }

    @AfterEach
    void closeUdmabuf() {
        udmabuf.close();
    }

    /** A memfd. */
    private record Memfd(int fd) implements AutoCloseable {
        static Memfd of(int pages, int seals) {
            int fd = Sys.memfdCreate("test", LibC.MFD_CLOEXEC() | LibC.MFD_ALLOW_SEALING());
            assertThat(Sys.ftruncate(fd, (long) pages * PAGE)).isZero();
            assertThat(Sys.fcntl(fd, LibC.F_ADD_SEALS(), seals)).isZero();
            return new Memfd(fd);
        }

        MemorySegment map(Arena arena) {
            long bytes = (long) PAGES * PAGE;
            int access = LibC.PROT_READ() | LibC.PROT_WRITE();
            long address = Sys.mmap(bytes, access, LibC.MAP_SHARED(), fd, 0);
            assertThat(address).isPositive();
            return MemorySegment.ofAddress(address).reinterpret(bytes, arena, gone -> Sys.munmap(address, bytes));
        }

        @Override
        public void close() {
            Sys.close(fd);
        }
    }

    private static int rawCreate(int memfd, long offset, long size) {
        Ioctl create = new Ioctl("UDMABUF_CREATE", LinuxDmaBuf.UDMABUF_CREATE(), udmabuf_create.layout());
        int device = Sys.open("/dev/udmabuf", LibC.O_RDWR() | LibC.O_CLOEXEC());
        MemorySegment arg = Scratch.cleared(udmabuf_create.layout());
        udmabuf_create.memfd(arg, memfd);
        udmabuf_create.flags(arg, LinuxDmaBuf.UDMABUF_FLAGS_CLOEXEC());
        udmabuf_create.offset(arg, offset);
        udmabuf_create.size(arg, size);
        try {
            return create.call(device, arg);
        } finally {
            Sys.close(device);
        }
    }

    @ParameterizedTest
    @CsvSource({"2048, 4096", "0, 2048", "0, 4098", "-4096, 4096", "0, 0", "0, -4096", "1, 4096"})
    void row32_partsOfPagesAreRefused(long offset, long bytes) throws IOException {
        try (Memfd memfd = Memfd.of(PAGES, SEALS)) {
            MemfdRange range = new MemfdRange(memfd.fd(), offset, bytes);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> udmabuf.create(List.of(range)))
                    .withMessage(
                            "%s: offset and length must be multiples of the page size (4096 bytes), and the length"
                                    + " must not be 0",
                            range);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> udmabuf.create(List.of()))
                .withMessage("a buffer needs at least one range");
    }

    @Test
    void row32_andByTheKernel() {
        try (Memfd memfd = Memfd.of(PAGES, SEALS)) {
            assertThat(rawCreate(memfd.fd(), PAGE / 2, PAGE)).isEqualTo(-LibC.EINVAL());
            assertThat(rawCreate(memfd.fd(), 0, PAGE / 2)).isEqualTo(-LibC.EINVAL());
            assertThat(rawCreate(0, 0, PAGE)).isEqualTo(-LibC.EBADFD());
            int fd = rawCreate(memfd.fd(), 0, PAGE);
            assertThat(fd).isPositive();
            Sys.close(fd);
        }
    }

    @Test
    void row32_whatIsNoMemfdIsRefused() throws IOException {
        try (DmaBuf noMemfd = udmabuf.allocate(PAGE)) {
            for (int fd : new int[] {-1, 1_000_000, noMemfd.fd()}) {
                assertThatExceptionOfType(DmaBufException.class)
                        .isThrownBy(() -> udmabuf.create(List.of(new MemfdRange(fd, 0, PAGE))))
                        .withMessageStartingWith("UDMABUF_CREATE_LIST on /dev/udmabuf (4096 bytes) failed: EBADF")
                        .withMessageContaining("must be a memfd that is sealed against shrinking")
                        .satisfies(failure -> assertThat(failure.symbol()).isIn("EBADF", "EBADFD"));
            }
        }
    }

    @Test
    void row32_aListShowsWhatIsWrittenThroughTheMemfdAfterwards() throws IOException {
        try (Arena arena = Arena.ofConfined();
                Memfd memfd = Memfd.of(PAGES, SEALS)) {
            MemorySegment file = memfd.map(arena);
            List<MemfdRange> ranges = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ranges.add(new MemfdRange(memfd.fd(), 4L * i * PAGE, 4 * PAGE));
            }
            Collections.reverse(ranges);
            try (DmaBuf buffer = udmabuf.create(ranges)) {
                assertThat(buffer.size()).isEqualTo(PAGES * PAGE);
                for (int i = 0; i < PAGES; i++) {
                    file.set(ValueLayout.JAVA_INT, (long) i * PAGE, 1000 + i);
                }
                try (CpuAccess access = buffer.access(Access.READ_WRITE)) {
                    assertThat(firstOfEachPage(access.segment()))
                            .containsExactly(
                                    1012, 1013, 1014, 1015, 1008, 1009, 1010, 1011, 1004, 1005, 1006, 1007, 1000, 1001,
                                    1002, 1003);
                    access.segment().set(ValueLayout.JAVA_INT, 8, 42);
                }
                assertThat(file.get(ValueLayout.JAVA_INT, 12 * PAGE + 8)).isEqualTo(42);
            }
        }
    }

    private static List<Integer> firstOfEachPage(MemorySegment segment) {
        List<Integer> values = new ArrayList<>();
        for (long offset = 0; offset < segment.byteSize(); offset += PAGE) {
            values.add(segment.get(ValueLayout.JAVA_INT, offset));
        }
        return values;
    }

    @Test
    void aBufferOutlivesTheDescriptorOfItsFileAndItsAllocator() throws IOException {
        DmaBuf buffer;
        try (Udmabuf another = Udmabuf.open();
                Memfd memfd = Memfd.of(1, SEALS)) {
            buffer = another.create(List.of(new MemfdRange(memfd.fd(), 0, PAGE)));
        }
        try (buffer;
                CpuAccess access = buffer.access(Access.WRITE)) {
            access.segment().fill((byte) 7);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 4096", "4096, 4096", "4097, 8192", "1048576, 1048576"})
    void anAllocationIsRoundedUpZeroedAndCounted(long bytes, long size) throws IOException {
        for (int turn = 0; turn < 2; turn++) {
            try (DmaBuf buffer = udmabuf.allocate(bytes);
                    Arena arena = Arena.ofConfined()) {
                assertThat(buffer.size()).isEqualTo(size);
                assertThat(Sys.lseek(buffer.fd(), 0, LibC.SEEK_END())).isEqualTo(size);
                assertThat(OpenFiles.isCloseOnExec(buffer.fd())).isTrue();
                BufferInfo stats = AllBuffers.of(buffer);
                assertThat(stats.exporter()).contains("udmabuf").contains(udmabuf.name());
                assertThat(stats.size()).hasValue(size);
                MemorySegment mapping = buffer.map(MapMode.READ_WRITE, 0, size, arena);
                try (CpuAccess access = buffer.access(Access.READ_WRITE)) {
                    assertThat(access.segment().mismatch(MemorySegment.ofArray(new byte[(int) size])))
                            .isEqualTo(-1);
                    access.segment().fill((byte) 0xff);
                    assertThat(mapping.get(ValueLayout.JAVA_BYTE, size - 1)).isEqualTo((byte) 0xff);
                }
                buffer.sync(Access.WRITE).close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aSizeThatIsNoneIsRefused(long bytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> udmabuf.allocate(bytes));
    }

    @Test
    void theLimitsAreThoseOfTheKernel() throws IOException {
        assertThat(Udmabuf.maxBytes())
                .hasValue(Long.parseLong(Files.readString(SIZE_LIMIT).strip()) << 20);
        assertThat(Udmabuf.maxRanges())
                .hasValue(Long.parseLong(Files.readString(LIST_LIMIT).strip()));
    }

    /** Lowers a parameter of the kernel module until it is closed. */
    private record Lowered(Path parameter, String before) implements AutoCloseable {
        static Lowered to(Path parameter, int value) throws IOException {
            String before = Files.readString(parameter);
            Files.writeString(parameter, String.valueOf(value));
            return new Lowered(parameter, before);
        }

        @Override
        public void close() throws IOException {
            Files.writeString(parameter, before);
        }
    }

    @Test
    void moreThanTheLimitIsRefusedWithAdvice() throws IOException {
        // Since Linux 7.3 the limit is more than the machine's memory, which is checked first.
        try (Lowered lowered = Lowered.to(SIZE_LIMIT, 3)) {
            long limit = 3 << 20;
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> udmabuf.allocate(limit + 1))
                    .withMessage(
                            "UDMABUF_CREATE_LIST on /dev/udmabuf (%d bytes) failed: EINVAL (22), Invalid argument; the"
                                    + " kernel was not asked, since its limit is %d bytes; root can raise it in %s",
                            limit + PAGE, limit, lowered.parameter());
        }
    }

    @Test
    void whatIsAtTheLimitIsAllocated() throws IOException {
        try (Lowered limit = Lowered.to(SIZE_LIMIT, 2)) {
            assertThat(Files.readString(limit.parameter()).strip()).isEqualTo("2");
            try (DmaBuf buffer = udmabuf.allocate(2 << 20)) {
                assertThat(buffer.size()).isEqualTo(2 << 20);
            }
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> udmabuf.allocate((2 << 20) + 1))
                    .withMessageContaining("its limit is 2097152 bytes");
        }
        assertThat(Udmabuf.maxBytes().orElseThrow()).isGreaterThan(2 << 20);
    }

    @Test
    void moreRangesThanTheLimitAreRefused() throws IOException {
        try (Memfd memfd = Memfd.of(1, SEALS);
                Lowered limit = Lowered.to(LIST_LIMIT, 3)) {
            assertThat(Files.readString(limit.parameter()).strip()).isEqualTo("3");
            MemfdRange range = new MemfdRange(memfd.fd(), 0, PAGE);
            try (DmaBuf buffer = udmabuf.create(Collections.nCopies(3, range))) {
                assertThat(buffer.size()).isEqualTo(3 * PAGE);
            }
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> udmabuf.create(Collections.nCopies(4, range)))
                    .withMessage("UDMABUF_CREATE_LIST on /dev/udmabuf (4 ranges) failed: EINVAL (22), Invalid argument;"
                            + " the kernel was not asked, since its limit is 3 ranges; root can raise it in"
                            + " /sys/module/udmabuf/parameters/list_limit");
        }
    }

    @Test
    void rangesWhoseSumIsNoNumberAreRefused() {
        MemfdRange half = new MemfdRange(0, 0, 1L << 62);
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(() -> udmabuf.create(List.of(half, half, half)))
                .withMessageContaining("the kernel was not asked, since its limit is ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatIsNotSealedAsItMustBeIsRefusedWithAdvice(boolean againstWriting) {
        int seals = againstWriting ? SEALS | LibC.F_SEAL_WRITE() : 0;
        try (Memfd memfd = Memfd.of(1, seals)) {
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> udmabuf.create(List.of(new MemfdRange(memfd.fd(), 0, PAGE))))
                    .withMessage(
                            "UDMABUF_CREATE_LIST on /dev/udmabuf (4096 bytes) failed: EINVAL (22), Invalid argument;"
                                    + " each descriptor must be a memfd that is sealed against shrinking (F_SEAL_SHRINK) but"
                                    + " not against writing (F_SEAL_WRITE), and each range must be within it");
        }
    }

    @Test
    void runningOutOfDescriptorsIsSaidAndLeaksNothing() throws IOException {
        // Loads the classes of an allocation.
        udmabuf.allocate(PAGE).close();
        for (int left = 0; left < 3; left++) {
            List<DmaBuf> buffers = new ArrayList<>();
            DescriptorLimit limit = DescriptorLimit.leaving(left);
            try {
                assertThatExceptionOfType(DmaBufException.class)
                        .isThrownBy(() -> {
                            while (buffers.size() < 64) {
                                buffers.add(udmabuf.allocate(PAGE));
                            }
                        })
                        .withMessageContaining("on /dev/udmabuf (4096 bytes) failed: EMFILE (24), Too many open files");
            } finally {
                limit.close();
                buffers.forEach(DmaBuf::close);
            }
        }
    }

    @Test
    void afterTheCloseNothingIsAllocated() {
        assertThat(udmabuf.isOpen()).isTrue();
        udmabuf.close();
        udmabuf.close();
        assertThat(udmabuf.isOpen()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> udmabuf.allocate(PAGE))
                .withMessage("/dev/udmabuf is closed");
        assertThat(udmabuf).hasToString("Udmabuf[/dev/udmabuf, closed]");
    }

    @Test
    @Needs(SYSTEM_HEAP)
    void aHeapIsPreferred() throws IOException {
        try (BufferAllocator allocator = BufferAllocator.heapOrUdmabuf("system")) {
            assertThat(allocator).isInstanceOf(DmaHeap.class);
            assertThat(allocator.name()).isEqualTo("system");
        }
    }

    @Test
    void udmabufStandsInForAHeapThatIsNotThere() throws IOException {
        try (BufferAllocator allocator = BufferAllocator.heapOrUdmabuf("no-such-heap");
                DmaBuf buffer = allocator.allocate(1)) {
            assertThat(allocator.name()).isEqualTo("udmabuf");
            assertThat(AllBuffers.of(buffer).exporter()).contains("udmabuf");
        }
    }

    @Test
    @Needs(SYSTEM_HEAP)
    void oneWhoMayOpenNeitherIsToldOfBoth() {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> AnotherUser.call(() -> BufferAllocator.heapOrUdmabuf("system")))
                .havingCause()
                .isInstanceOf(NoPermissionException.class)
                .withMessageStartingWith("open on /dev/dma_heap/system failed: EACCES (13)")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .isInstanceOf(NoPermissionException.class)
                        .satisfies(second -> assertThat(second)
                                .hasMessageStartingWith("open on /dev/udmabuf failed: EACCES (13)")
                                .hasMessageContaining("KERNEL==\"udmabuf\"")));
    }
}
