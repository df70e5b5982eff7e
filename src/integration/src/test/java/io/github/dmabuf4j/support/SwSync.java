// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.Ioctl;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import io.github.dmabuf4j.internal.sys.Scratch;
import io.github.dmabuf4j.internal.sys.Sys;
import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * A software timeline, in place of a device. It starts at 0, and {@link #advance} signals its fences. Closing it signals the
 * remaining fences with an error.
 */
public final class SwSync implements AutoCloseable {
    private static final String PATH = "/sys/kernel/debug/sync/sw_sync";

    // No header of the kernel defines them, because they are for its own tests.
    private static final StructLayout CREATE_DATA = MemoryLayout.structLayout(
            JAVA_INT.withName("value"),
            MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("name"),
            JAVA_INT.withName("fence"));
    private static final Ioctl CREATE_FENCE = new Ioctl("SW_SYNC_IOC_CREATE_FENCE", 0xc0285700L, CREATE_DATA);
    private static final Ioctl INC = new Ioctl("SW_SYNC_IOC_INC", 0x40045701L, JAVA_INT);

    private static final long FENCE = CREATE_DATA.byteOffset(PathElement.groupElement("fence"));

    private final Descriptor timeline;

    private SwSync(int fd) {
        timeline = new NamedDescriptor(fd, PATH);
    }

    public static SwSync open() throws IOException {
        return new SwSync(checked("open", Sys.open(PATH, LibC.O_RDWR() | LibC.O_CLOEXEC())));
    }

    /** Returns a fence that signals when the timeline has reached the value. */
    public SyncFile fence(long value) throws IOException {
        int fd = timeline.acquire();
        try {
            MemorySegment arg = Scratch.cleared(CREATE_DATA);
            arg.set(JAVA_INT, 0, Math.toIntExact(value));
            checked(CREATE_FENCE.name(), CREATE_FENCE.call(fd, arg));
            return SyncFile.adopt(arg.get(JAVA_INT, FENCE));
        } finally {
            timeline.release();
        }
    }

    public void advance(int by) throws IOException {
        int fd = timeline.acquire();
        try {
            MemorySegment arg = Scratch.cleared(JAVA_INT);
            arg.set(JAVA_INT, 0, by);
            checked(INC.name(), INC.call(fd, arg));
        } finally {
            timeline.release();
        }
    }

    @Override
    public void close() {
        timeline.close();
    }

    private static int checked(String operation, int result) throws IOException {
        if (result < 0) {
            throw new IOException(operation + " on " + PATH + " failed: errno " + -result);
        }
        return result;
    }
}
