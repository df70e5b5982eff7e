// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.MemorySegment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps pages of buffers, always shared: some exporters refuse private mappings. */
final class Mapping {
    private static final Logger LOG = LoggerFactory.getLogger(Mapping.class);

    private Mapping() {}

    /**
     * Maps whole pages of a descriptor that the caller holds.
     *
     * @return a segment of the global scope, to be given a lifetime or {@link #unmap}ped
     */
    static MemorySegment map(Descriptor descriptor, boolean writable, long offset, long length) throws DmaBufException {
        int protection = LibC.PROT_READ() | (writable ? LibC.PROT_WRITE() : 0);
        long address = Sys.mmap(length, protection, LibC.MAP_SHARED(), descriptor.number(), offset);
        // Addresses of user space are never negative.
        if (address < 0) {
            throw failure(descriptor, (int) -address, writable, offset, length);
        }
        return MemorySegment.ofAddress(address).reinterpret(length);
    }

    static void unmap(MemorySegment mapping) {
        int result = Sys.munmap(mapping.address(), mapping.byteSize());
        if (result < 0) {
            LOG.error("munmap of {} failed: errno {}; this is a defect of dmabuf4j", mapping, -result);
        }
    }

    private static DmaBufException failure(
            Descriptor descriptor, int errno, boolean writable, long offset, long length) {
        String target = descriptor.target() + " (offset=" + offset + ", length=" + length + ")";
        if (errno == LibC.EACCES()) {
            return notOpenFor(writable ? "writing" : "reading", "mmap", target);
        }
        return new DmaBufException("mmap", target, errno);
    }

    static NoPermissionException notOpenFor(String use, String operation, String target) {
        return new NoPermissionException(operation, target, LibC.EACCES(), "the descriptor is not open for " + use);
    }
}
