// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.DescriptorFacts;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The buffer under verification. Each method looks at one property of it, mostly without the library's accessors. */
final class BufferUnderTest implements AutoCloseable {
    private static final String NOT_LISTED = "not listed";

    private final BufferSource source;
    private final Expectation expectation;
    private final Map<Integer, String> openBefore;

    /** The arena of the mapping that outlives the descriptor. */
    private final Arena lastMapping = Arena.ofConfined();

    private boolean isMapped;
    private @Nullable DmaBuf allocated;
    private long inode;

    BufferUnderTest(BufferSource source, Expectation expectation) throws IOException {
        this.source = source;
        this.expectation = expectation;
        this.openBefore = OpenFiles.ofThisProcess();
    }

    boolean isAllocated() {
        return allocated != null;
    }

    private DmaBuf buffer() {
        if (allocated == null) {
            throw new IllegalStateException("there is no buffer");
        }
        return allocated;
    }

    String allocate() throws DmaBufException {
        DmaBuf buffer = source.allocate(expectation.request());
        allocated = buffer;
        inode = buffer.inode();
        long fileSystem = checked("fstatfs", DescriptorFacts.fileSystem(buffer.fd()));
        return fileSystem == DescriptorFacts.DMA_BUF ? "a dma-buf" : "another kind of file";
    }

    String descriptorFlags() throws DmaBufException {
        int fd = buffer().fd();
        long mode = checked("F_GETFL", DescriptorFacts.accessMode(fd));
        String access = mode == DescriptorFacts.READ_WRITE ? "O_RDWR" : "access mode " + mode;
        return access + (OpenFiles.isCloseOnExec(fd) ? ", close-on-exec" : ", open across exec");
    }

    String sizeByLseek() throws DmaBufException {
        return Expectation.bytes(checked("lseek", DescriptorFacts.endOffset(buffer().fd())));
    }

    String sizeByStat() throws IOException {
        return Expectation.bytes(Files.size(Path.of(OpenFiles.path(buffer().fd()))));
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

    String exporterIn(Statistics statistics) throws DmaBufException {
        return statistics.of(buffer()).map(Statistics.Reported::exporter).orElse(NOT_LISTED);
    }

    String sizeIn(Statistics statistics) throws DmaBufException {
        return statistics.of(buffer()).map(Statistics.Reported::size).orElse(NOT_LISTED);
    }

    String entryWithMappingOnly(Statistics statistics) throws DmaBufException {
        closeDescriptor();
        return entry(statistics);
    }

    private void closeDescriptor() throws DmaBufException {
        DmaBuf buffer = buffer();
        if (!isMapped) {
            buffer.map(MapMode.READ_ONLY, 0, buffer.size(), lastMapping);
            isMapped = true;
            buffer.close();
        }
    }

    String entryAfterLastReference(Statistics statistics) throws DmaBufException {
        close();
        return entry(statistics);
    }

    private String entry(Statistics statistics) throws DmaBufException {
        return statistics.lists(inode) ? "there" : "gone";
    }

    String descriptorsLeft() throws IOException {
        close();
        Map<Integer, String> left = OpenFiles.ofThisProcess();
        left.keySet().removeAll(openBefore.keySet());
        return left.isEmpty() ? "none" : left.toString();
    }

    /** Ends all references to the buffer. It may be called more than once. */
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
