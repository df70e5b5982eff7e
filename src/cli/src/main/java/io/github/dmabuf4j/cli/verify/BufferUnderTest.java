// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.statfs;
import io.github.dmabuf4j.internal.sys.FileStatus;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Scratch;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.stats.SysfsStats;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The buffer under verification, and the ways to look at it past the library's own accessors. */
final class BufferUnderTest implements AutoCloseable {
    private final BufferSource source;
    private final SysfsStats stats;
    private final Expectation expectation;
    private final Map<Integer, String> openBefore;

    /** Of the mappings that must outlive the descriptor. */
    private final Arena lastMapping = Arena.ofConfined();

    private @Nullable DmaBuf allocated;
    private long inode;

    BufferUnderTest(BufferSource source, SysfsStats stats, Expectation expectation) throws IOException {
        this.source = source;
        this.stats = stats;
        this.expectation = expectation;
        this.openBefore = OpenFiles.ofThisProcess();
    }

    private DmaBuf buffer() {
        if (allocated == null) {
            throw new IllegalStateException("not reached, for there is no buffer");
        }
        return allocated;
    }

    String allocate() throws DmaBufException {
        DmaBuf buffer = source.allocate(expectation.request());
        allocated = buffer;
        inode = buffer.inode();
        MemorySegment stat = Scratch.cleared(statfs.layout());
        checked("fstatfs", Sys.fstatfs(buffer.fd(), stat));
        return statfs.f_type(stat) == LinuxDmaBuf.DMA_BUF_MAGIC() ? "a dma-buf" : "another kind of file";
    }

    String descriptorFlags() throws DmaBufException {
        int fd = buffer().fd();
        long mode = checked("F_GETFL", Sys.fcntl(fd, LibC.F_GETFL(), 0)) & LibC.O_ACCMODE();
        String access = mode == LibC.O_RDWR() ? "O_RDWR" : "access mode " + mode;
        return access + (OpenFiles.isCloseOnExec(fd) ? ", close-on-exec" : ", open across exec");
    }

    String sizeByLseek() throws DmaBufException {
        int fd = buffer().fd();
        long end = checked("lseek", Sys.lseek(fd, 0, LibC.SEEK_END()));
        checked("lseek", Sys.lseek(fd, 0, LibC.SEEK_SET()));
        return Expectation.bytes(end);
    }

    String sizeByStat() throws DmaBufException {
        checked("statx", FileStatus.read(buffer().fd(), LibC.STATX_SIZE()));
        return Expectation.bytes(FileStatus.size());
    }

    String sizeByFdinfo() {
        return OpenFiles.info(buffer().fd(), "size") + " bytes";
    }

    String freshContent() throws DmaBufException {
        try (CpuAccess access = buffer().access(Access.READ)) {
            return MemoryPattern.ZEROS.compare(access.segment()).orElse("all zero");
        }
    }

    String pattern() throws DmaBufException {
        DmaBuf buffer = buffer();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment writer = buffer.map(MapMode.READ_WRITE, 0, buffer.size(), arena);
            MemorySegment reader = buffer.map(MapMode.READ_ONLY, 0, buffer.size(), arena);
            writeWithin(buffer.access(Access.WRITE), writer);
            return compareWithin(buffer.access(Access.READ), reader);
        }
    }

    private static void writeWithin(CpuAccess access, MemorySegment mapping) throws DmaBufException {
        try (access) {
            MemoryPattern.OFFSETS.write(mapping);
        }
    }

    private static String compareWithin(CpuAccess access, MemorySegment mapping) throws DmaBufException {
        try (access) {
            return MemoryPattern.OFFSETS.compare(mapping).orElse("all equal");
        }
    }

    String nameByLink() throws DmaBufException {
        buffer().setName(Expectation.NAME);
        return buffer().name();
    }

    String nameByFdinfo() {
        return OpenFiles.info(buffer().fd(), "name");
    }

    String exporterInSysfs() throws DmaBufException {
        return stats.of(buffer()).exporter();
    }

    String sizeInSysfs() throws DmaBufException {
        return Expectation.bytes(stats.of(buffer()).size());
    }

    String entryWithMappingOnly() throws DmaBufException {
        DmaBuf buffer = buffer();
        buffer.map(MapMode.READ_ONLY, 0, buffer.size(), lastMapping);
        buffer.close();
        return entry();
    }

    String entryAfterLastReference() throws DmaBufException {
        buffer();
        close();
        return entry();
    }

    private String entry() throws DmaBufException {
        return stats.find(inode).isPresent() ? "there" : "gone";
    }

    String descriptorsLeft() throws IOException {
        buffer();
        close();
        Map<Integer, String> left = OpenFiles.ofThisProcess();
        left.keySet().removeAll(openBefore.keySet());
        return left.isEmpty() ? "none" : left.toString();
    }

    /** Ends all references; may be called again. */
    @Override
    public void close() {
        if (lastMapping.scope().isAlive()) {
            lastMapping.close();
        }
        if (allocated != null) {
            allocated.close();
        }
    }

    private static long checked(String operation, long result) throws DmaBufException {
        if (result < 0) {
            throw new DmaBufException(operation, "the buffer", (int) -result);
        }
        return result;
    }
}
