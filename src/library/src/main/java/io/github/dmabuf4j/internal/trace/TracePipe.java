// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.pollfd;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.Scratch;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/** The {@code trace_pipe} of an instance: a read takes events out of the kernel's buffer. For one thread. */
final class TracePipe extends Descriptor {
    private final String path;

    private TracePipe(String path) {
        this.path = path;
    }

    static TracePipe open(String path) throws DmaBufException {
        TracePipe pipe = new TracePipe(path);
        int result = pipe.own(Sys.open(path, LibC.O_RDONLY() | LibC.O_NONBLOCK() | LibC.O_CLOEXEC()));
        TraceFiles.check("open", path, result);
        return pipe;
    }

    @Override
    public String target() {
        return path;
    }

    /** Waits until there are events, at most so long. A signal can end it earlier. Returns whether there are some. */
    boolean await(Duration patience) throws DmaBufException {
        MemorySegment entry = Scratch.cleared(pollfd.layout());
        pollfd.fd(entry, number());
        pollfd.events(entry, (short) LibC.POLLIN());
        int result = Sys.poll(entry, 1, (int) patience.toMillis());
        if (result != -LibC.EINTR()) {
            TraceFiles.check("poll", path, result);
        }
        return result > 0;
    }

    /** Reads what is there, at most so many bytes as the array has. Returns 0 if nothing is. */
    int read(byte[] target) throws DmaBufException {
        int count = Sys.readRetrying(number(), Scratch.bytes().asSlice(0, Math.min(target.length, Scratch.BYTES)));
        if (count == -LibC.EAGAIN()) {
            return 0;
        }
        TraceFiles.check("read", path, count);
        Scratch.view().get(0, target, 0, count);
        return count;
    }
}
