// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.ref.Reference;

/**
 * A file that is opened by the first reading and stays open for the next ones. The kernel writes a file of debugfs as one text, into memory
 * that belongs to the open file. It writes the text anew each time that the memory proves too small; a file that stays open keeps
 * memory that is large enough.
 *
 * <p>It is closed by {@link #close}, or after it was dropped. May be used by any thread; one reads at a time.
 */
public final class KeptFile {
    private final NamedDescriptor descriptor;

    /** Guarded by this. */
    private final FileBytes bytes = new FileBytes();

    /** A file that is not open yet. */
    public KeptFile(String path) {
        NamedDescriptor own = new NamedDescriptor(path);
        descriptor = own;
        Reclaim.whenDropped(this, own::abandon);
    }

    /**
     * Reads the whole file as it is now, up to 1 GiB.
     *
     * @return the text, or the errno; where the file could not be opened, the next call tries again
     * @throws IllegalStateException when it was closed
     */
    public synchronized KernelFile read() {
        descriptor.acquire();
        try {
            int result = descriptor.hasNumber() ? rewind() : open();
            return result < 0 ? KernelFile.failed(-result) : KernelFile.of(bytes.readAll(descriptor.number()), bytes);
        } finally {
            descriptor.release();
            Reference.reachabilityFence(this);
        }
    }

    private int open() {
        return descriptor.own(Sys.open(descriptor.target(), LibC.O_RDONLY() | LibC.O_CLOEXEC()));
    }

    private int rewind() {
        return (int) Sys.lseek(descriptor.number(), 0, LibC.SEEK_SET());
    }

    /** Closes it, now or at the end of a reading. Further calls do nothing. */
    public void close() {
        descriptor.close();
    }
}
