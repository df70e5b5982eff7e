// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.dma_buf_sync;
import io.github.dmabuf4j.internal.gen.dma_heap_allocation_data;
import io.github.dmabuf4j.internal.sys.FileStatus;
import io.github.dmabuf4j.internal.sys.Ioctl;
import io.github.dmabuf4j.internal.sys.Machine;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Scratch;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.AnotherUser;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.HolderMain;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.Processes;
import io.github.dmabuf4j.support.RealKernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conformance rows 1 to 12, heaps. */
@RealKernel
@Needs(SYSTEM_HEAP)
class HeapConformanceIT {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final List<Integer> SIZES = List.of(4 * KIB, 64 * KIB, MIB, 2 * MIB);

    static Stream<String> heaps() throws DmaBufException {
        return DmaHeap.names().stream();
    }

    static Stream<Arguments> heapsAndSizes() throws DmaBufException {
        return heaps().flatMap(heap -> SIZES.stream().map(size -> Arguments.of(heap, size)));
    }

    @Test
    void row01_everyHeapOpensAndListsUnderItsOwnName() throws IOException {
        try (Stream<Path> nodes = Files.list(Path.of("/dev/dma_heap"))) {
            assertThat(DmaHeap.names())
                    .containsExactlyElementsOf(
                            nodes.map(node -> node.getFileName().toString())
                                    .sorted()
                                    .toList());
        }
        assertThat(DmaHeap.names()).contains("system");
        for (String name : DmaHeap.names()) {
            try (DmaHeap heap = DmaHeap.open(name)) {
                assertThat(heap.name()).isEqualTo(name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("heapsAndSizes")
    void row02_eachSizeIsAllocatedWithItsFlagsAndReadBack(String name, int size) throws IOException {
        try (DmaHeap heap = DmaHeap.open(name);
                DmaBuf buffer = heap.allocate(size)) {
            assertThat(buffer.fd()).isNotNegative();
            assertThat(OpenFiles.isCloseOnExec(buffer.fd())).isTrue();
            assertThat(sizesToldByTheKernel(buffer)).containsOnly((long) size);
            assertThat(buffer.size()).isEqualTo(size);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4095, 4097, 65537})
    void row02_aSizeIsRoundedUpToPages(int size) throws IOException {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(size)) {
            assertThat(sizesToldByTheKernel(buffer)).containsOnly(Machine.roundUpToPages(size));
            assertThat(buffer.size()).isEqualTo(Machine.roundUpToPages(size));
        }
    }

    private static List<Long> sizesToldByTheKernel(DmaBuf buffer) {
        assertThat(FileStatus.read(buffer.fd(), LibC.STATX_SIZE())).isZero();
        long byStat = FileStatus.size();
        long byLseek = Sys.lseek(buffer.fd(), 0, LibC.SEEK_END());
        return List.of(byStat, byLseek, Long.parseLong(OpenFiles.info(buffer.fd(), "size")));
    }

    @ParameterizedTest
    @MethodSource("heapsAndSizes")
    void row03_allocating1024TimesLosesNothing(String name, int size) throws IOException {
        Set<Long> inodes = new HashSet<>();
        long availableBefore = availableMemory();
        try (DmaHeap heap = DmaHeap.open(name)) {
            for (int i = 0; i < 1024; i++) {
                try (DmaBuf buffer = heap.allocate(size)) {
                    inodes.add(buffer.inode());
                }
            }
        }
        assertThat(inodes).hasSize(1024);
        assertThat(AllBuffers.inodes()).doesNotContainAnyElementsOf(inodes);
        // Small sizes are only checked by the entries above, because the JVM itself allocates and frees more memory.
        if (size >= MIB) {
            assertThat(availableBefore - availableMemory()).isLessThan(1024L * size / 8);
        }
    }

    private static long availableMemory() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            String line = lines.filter(row -> row.startsWith("MemAvailable:"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB;
        }
    }

    static Stream<Arguments> heapsAndTwoSizes() throws DmaBufException {
        return heaps().flatMap(heap -> Stream.of(4 * KIB, MIB).map(size -> Arguments.of(heap, size)));
    }

    @ParameterizedTest
    @MethodSource("heapsAndTwoSizes")
    void row04_memoryOfFreedBuffersComesBackZeroed(String name, int size) throws IOException {
        withBuffers(name, size, buffer -> {
            try (CpuAccess access = buffer.access(Access.WRITE)) {
                access.segment().fill((byte) 0xff);
            }
        });
        byte[] zeros = new byte[size];
        withBuffers(name, size, buffer -> {
            try (CpuAccess access = buffer.access(Access.READ)) {
                assertThat(access.segment().mismatch(MemorySegment.ofArray(zeros)))
                        .isEqualTo(-1);
            }
        });
    }

    private interface BufferAction {
        void on(DmaBuf buffer) throws IOException;
    }

    private static void withBuffers(String name, int size, BufferAction action) throws IOException {
        List<DmaBuf> buffers = new ArrayList<>();
        try (DmaHeap heap = DmaHeap.open(name)) {
            for (int i = 0; i < 32; i++) {
                buffers.add(heap.allocate(size));
            }
            for (DmaBuf buffer : buffers) {
                action.on(buffer);
            }
        } finally {
            buffers.forEach(DmaBuf::close);
        }
    }

    @ParameterizedTest
    @MethodSource("heapsAndSizes")
    void row05_aPatternIsReadBackThroughASecondMapping(String name, int size) throws IOException {
        try (DmaHeap heap = DmaHeap.open(name);
                DmaBuf buffer = heap.allocate(size);
                Arena arena = Arena.ofConfined()) {
            MemorySegment written = buffer.map(MapMode.READ_WRITE, 0, size, arena);
            MemorySegment read = buffer.map(MapMode.READ_ONLY, 0, size, arena);
            try (CpuAccess access = buffer.access(Access.WRITE)) {
                for (int i = 0; i < size; i += Integer.BYTES) {
                    written.set(ValueLayout.JAVA_INT, i, ~i);
                }
                assertThat(access.segment().mismatch(written)).isEqualTo(-1);
            }
            try (CpuAccess access = buffer.access(Access.READ)) {
                assertThat(read.mismatch(access.segment())).isEqualTo(-1);
                assertThat(read.get(ValueLayout.JAVA_INT, size - Integer.BYTES)).isEqualTo(~(size - Integer.BYTES));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void row06_everyModeOfAccessWorks(Access mode) throws IOException {
        for (String name : DmaHeap.names()) {
            try (DmaHeap heap = DmaHeap.open(name);
                    DmaBuf buffer = heap.allocate(MIB)) {
                CpuAccess access = buffer.access(mode);
                assertThat(access.segment().byteSize()).isEqualTo(MIB);
                access.close();
                access.close();
                buffer.sync(mode).close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4, 8, 1 | 8, 1L << 32 | 1})
    void row06_badFlagsAreRefused(long flags) throws IOException {
        Ioctl sync = new Ioctl("DMA_BUF_IOCTL_SYNC", LinuxDmaBuf.DMA_BUF_IOCTL_SYNC(), dma_buf_sync.layout());
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(4 * KIB)) {
            MemorySegment arg = Scratch.cleared(dma_buf_sync.layout());
            dma_buf_sync.flags(arg, flags);
            assertThat(sync.call(buffer.fd(), arg)).isEqualTo(-LibC.EINVAL());
        }
    }

    @Test
    void row07_aMappingSurvivesTheCloseOfTheDescriptor() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system");
                Arena arena = Arena.ofConfined()) {
            DmaBuf buffer = heap.allocate(64 * KIB);
            MemorySegment mapping = buffer.map(MapMode.READ_WRITE, 0, 64 * KIB, arena);
            buffer.close();
            mapping.fill((byte) 7);
            assertThat(mapping.get(ValueLayout.JAVA_BYTE, 64 * KIB - 1)).isEqualTo((byte) 7);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4096, 8192 + 12, 65535})
    void row07_anOffsetMappingShowsTheBytesOfThatPlace(long offset) throws IOException {
        for (String name : DmaHeap.names()) {
            try (DmaHeap heap = DmaHeap.open(name);
                    DmaBuf buffer = heap.allocate(64 * KIB);
                    Arena arena = Arena.ofConfined()) {
                MemorySegment part = buffer.map(MapMode.READ_WRITE, offset, 1, arena);
                part.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x5a);
                assertThat(part.byteSize()).isEqualTo(1);
                try (CpuAccess access = buffer.access(Access.READ)) {
                    assertThat(access.segment().get(ValueLayout.JAVA_BYTE, offset))
                            .isEqualTo((byte) 0x5a);
                }
            }
        }
    }

    @Test
    void row07_whatIsNoPartOfTheBufferIsRefusedHere() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(4 * KIB);
                Arena arena = Arena.ofConfined()) {
            long[][] parts = {{0, 0}, {0, 4097}, {4096, 1}, {-4096, 4096}, {0, -1}, {1, Long.MAX_VALUE}};
            for (long[] part : parts) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> buffer.map(MapMode.READ_ONLY, part[0], part[1], arena))
                        .withMessage(
                                "the part at offset %d of length %d is empty or not within the buffer of 4096 bytes",
                                part[0], part[1]);
            }
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> buffer.map(MapMode.PRIVATE, 0, 4096, arena))
                    .withMessageContaining("READ_ONLY or READ_WRITE");
        }
    }

    @Test
    void row07_andByTheKernel() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(4 * KIB)) {
            int read = LibC.PROT_READ();
            int shared = LibC.MAP_SHARED();
            assertThat(Sys.mmap(8192, read, shared, buffer.fd(), 0)).isEqualTo(-LibC.EINVAL());
            assertThat(Sys.mmap(4096, read, shared, buffer.fd(), 4096)).isEqualTo(-LibC.EINVAL());
            assertThat(Sys.mmap(0, read, shared, buffer.fd(), 0)).isEqualTo(-LibC.EINVAL());
            assertThat(Sys.mmap(4096, read, 0, buffer.fd(), 0)).isEqualTo(-LibC.EINVAL());
            assertThat(Sys.mmap(4096, read, shared, -1, 0)).isEqualTo(-LibC.EBADF());
        }
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocateReadOnly(4 * KIB)) {
            int write = LibC.PROT_READ() | LibC.PROT_WRITE();
            assertThat(Sys.mmap(4096, write, LibC.MAP_SHARED(), buffer.fd(), 0)).isEqualTo(-LibC.EACCES());
        }
    }

    @Test
    void row08_aReadOnlyBufferMapsForReadingOnly() throws IOException {
        for (String name : DmaHeap.names()) {
            try (DmaHeap heap = DmaHeap.open(name);
                    DmaBuf buffer = heap.allocateReadOnly(4 * KIB);
                    Arena arena = Arena.ofConfined()) {
                int write = LibC.PROT_READ() | LibC.PROT_WRITE();
                assertThat(Sys.mmap(4096, write, LibC.MAP_SHARED(), buffer.fd(), 0))
                        .isEqualTo(-LibC.EACCES());
                MemorySegment mapping = buffer.map(MapMode.READ_ONLY, 0, 4096, arena);
                assertThat(mapping.isReadOnly()).isTrue();
                assertThat(mapping.get(ValueLayout.JAVA_INT, 0)).isZero();
                assertThatExceptionOfType(NoPermissionException.class)
                        .isThrownBy(() -> buffer.map(MapMode.READ_WRITE, 0, 4096, arena))
                        .withMessageContaining("EACCES (13)")
                        .withMessageEndingWith("the descriptor is not open for writing");
                assertThatExceptionOfType(NoPermissionException.class)
                        .isThrownBy(() -> buffer.access(Access.WRITE))
                        .withMessageEndingWith("the descriptor is not open for writing");
                try (CpuAccess access = buffer.access(Access.READ)) {
                    assertThat(access.segment().isReadOnly()).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void row09_aSizeThatIsNoneIsRefused(long size) throws IOException {
        try (DmaHeap heap = DmaHeap.open("system")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> heap.allocate(size))
                    .withMessage("the size of a buffer must be at least 1 byte, not " + size);
        }
    }

    static LongStream moreThanTheMachineHas() {
        return LongStream.of(Machine.memoryBytes() + 1, 1L << 60, Long.MAX_VALUE);
    }

    @ParameterizedTest
    @MethodSource("moreThanTheMachineHas")
    void row09_moreThanTheMachineHasIsRefusedBeforeTheKernelSeesIt(long size) throws IOException {
        for (String name : DmaHeap.names()) {
            try (DmaHeap heap = DmaHeap.open(name)) {
                assertThatExceptionOfType(DmaBufException.class)
                        .isThrownBy(() -> heap.allocate(size))
                        .withMessageStartingWith(
                                "DMA_HEAP_IOCTL_ALLOC on /dev/dma_heap/%s (len=%d) failed: ENOMEM (12)", name, size)
                        .withMessageContaining("the kernel was not asked, since this machine has only")
                        .satisfies(failure -> assertThat(failure.errno()).isEqualTo(LibC.ENOMEM()));
            }
        }
    }

    @Test
    void row09_moreThanTheCmaHeapHasIsRefusedByTheKernel() throws IOException {
        String cma = Heaps.contiguous();
        try (DmaHeap heap = DmaHeap.open(cma)) {
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> heap.allocate(1 << 30))
                    .withMessage(
                            "DMA_HEAP_IOCTL_ALLOC on /dev/dma_heap/%s (len=1073741824) failed: ENOMEM (12), Cannot"
                                    + " allocate memory",
                            cma);
        }
    }

    @Test
    void row09_anUnknownHeapIsNamedWithThoseThereAre() {
        for (String name : List.of("no-such-heap", "", "..", "../null", "a\0b")) {
            assertThatExceptionOfType(NoSuchHeapException.class)
                    .isThrownBy(() -> DmaHeap.open(name))
                    .withMessageContaining("ENOENT (2)")
                    .withMessageContaining("the heaps of this machine are: ")
                    .withMessageContaining("system");
        }
    }

    @Test
    void row09_aHeapWithoutPermissionSaysWhatToDo() {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> AnotherUser.call(() -> DmaHeap.open("system")))
                .havingCause()
                .isInstanceOf(NoPermissionException.class)
                .withMessageStartingWith("open on /dev/dma_heap/system failed: EACCES (13), Permission denied; ")
                .withMessageContaining("udev rule")
                .withMessageContaining("KERNEL==\"system\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 3, 04000})
    void row09_wrongDescriptorFlagsAreRefused(int flags) throws IOException {
        assertThat(rawAllocation(4096, flags, 0, 0)).isEqualTo(-LibC.EINVAL());
    }

    @Test
    void row09_wrongHeapFlagsAndAnUnclearedDescriptorAreRefused() throws IOException {
        assertThat(rawAllocation(4096, LibC.O_RDWR(), 1, 0)).isEqualTo(-LibC.EINVAL());
        assertThat(rawAllocation(4096, LibC.O_RDWR(), 0, 5)).isEqualTo(-LibC.EINVAL());
        assertThat(rawAllocation(0, LibC.O_RDWR(), 0, 0)).isEqualTo(-LibC.EINVAL());
    }

    private static int rawAllocation(long bytes, int fdFlags, long heapFlags, int fd) throws IOException {
        MemorySegment arg = Scratch.cleared(dma_heap_allocation_data.layout());
        dma_heap_allocation_data.len(arg, bytes);
        dma_heap_allocation_data.fd_flags(arg, fdFlags);
        dma_heap_allocation_data.heap_flags(arg, heapFlags);
        dma_heap_allocation_data.fd(arg, fd);
        return rawAllocation(arg.toArray(ValueLayout.JAVA_BYTE), false);
    }

    private static int rawAllocation(byte[] argument, boolean readOnlyMemory) throws IOException {
        Ioctl alloc = new Ioctl(
                "DMA_HEAP_IOCTL_ALLOC", LinuxDmaBuf.DMA_HEAP_IOCTL_ALLOC(), dma_heap_allocation_data.layout());
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf page = heap.allocate(4096);
                Arena arena = Arena.ofConfined()) {
            // The argument is a page of a buffer, which can be mapped a second time without write access.
            MemorySegment writable = page.map(MapMode.READ_WRITE, 0, 4096, arena);
            MemorySegment.copy(MemorySegment.ofArray(argument), 0, writable, 0, argument.length);
            long readOnly = Sys.mmap(4096, LibC.PROT_READ(), LibC.MAP_SHARED(), page.fd(), 0);
            int heapFd = Sys.open("/dev/dma_heap/system", LibC.O_RDONLY() | LibC.O_CLOEXEC());
            try {
                MemorySegment unwritable = MemorySegment.ofAddress(readOnly).reinterpret(4096);
                return alloc.call(heapFd, readOnlyMemory ? unwritable : writable);
            } finally {
                Sys.close(heapFd);
                Sys.munmap(readOnly, 4096);
            }
        }
    }

    @Test
    void row10_aFailedCopyOutOfTheResultLeaksNoDescriptor() throws IOException {
        byte[] argument = new byte[Math.toIntExact(dma_heap_allocation_data.sizeof())];
        MemorySegment arg = MemorySegment.ofArray(argument);
        arg.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, 4096);
        arg.set(ValueLayout.JAVA_INT_UNALIGNED, dma_heap_allocation_data.fd_flags$offset(), LibC.O_RDWR());
        Set<Integer> before = OpenFiles.ofThisProcess().keySet();
        for (int i = 0; i < 16; i++) {
            assertThat(rawAllocation(argument, true)).isEqualTo(-LibC.EFAULT());
        }
        Set<Integer> leaked = new HashSet<>(OpenFiles.ofThisProcess().keySet());
        leaked.removeAll(before);
        leaked.forEach(Sys::close);
        String kernel = System.getProperty("os.version");
        assumeThat(publishesTooEarly(kernel) && leaked.size() == 16)
                .as("Linux %s leaks a descriptor each time; fixed in 6.1.191, in 6.18.15 not yet", kernel)
                .isFalse();
        assertThat(leaked).isEmpty();
    }

    /** Whether this kernel is known to lack the fix "dma-heap: don't publish fd before copy_to_user() succeeds". */
    private static boolean publishesTooEarly(String kernel) {
        Matcher release = Pattern.compile("6\\.(1|18)\\.([0-9]+).*").matcher(kernel);
        int firstFixed = release.matches() && release.group(1).equals("1") ? 191 : 16;
        return release.matches() && Integer.parseInt(release.group(2)) < firstFixed;
    }

    @Test
    void row11_aHundredThreadsAllSucceed() throws Exception {
        try (DmaHeap heap = DmaHeap.open("system");
                ExecutorService threads = Executors.newFixedThreadPool(100)) {
            CyclicBarrier allAtOnce = new CyclicBarrier(100);
            Callable<Boolean> life = () -> allocateMapSyncWriteUnmapClose(heap, allAtOnce);
            List<Future<Boolean>> lives = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                lives.add(threads.submit(life));
            }
            for (Future<Boolean> ended : lives) {
                assertThat(ended.get()).isTrue();
            }
        }
    }

    private static boolean allocateMapSyncWriteUnmapClose(DmaHeap heap, CyclicBarrier allAtOnce) throws Exception {
        allAtOnce.await();
        try (DmaBuf buffer = heap.allocate(64 * KIB);
                Arena arena = Arena.ofConfined()) {
            MemorySegment mapping = buffer.map(MapMode.READ_WRITE, 0, buffer.size(), arena);
            try (CpuAccess access = buffer.access(Access.READ_WRITE)) {
                mapping.fill((byte) buffer.fd());
                allAtOnce.await();
                return access.segment().mismatch(mapping) == -1;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(HolderMain.Hold.class)
    void row12_whatAProcessHeldIsFreedWhenItExits(HolderMain.Hold hold) throws Exception {
        Process holder = Processes.startJvm(HolderMain.class, hold.name());
        try (BufferedReader output = holder.inputReader(StandardCharsets.US_ASCII)) {
            long inode = Long.parseLong(output.readLine());
            assertThat(AllBuffers.exists(inode)).isTrue();
            holder.getOutputStream().close();
            assertThat(holder.waitFor()).isZero();
            assertThat(AllBuffers.exists(inode)).isFalse();
        } finally {
            holder.destroyForcibly();
            holder.getErrorStream().close();
        }
    }
}
