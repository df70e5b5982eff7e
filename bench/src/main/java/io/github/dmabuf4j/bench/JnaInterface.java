// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Structure;

/** The C library by JNA's interface mapping. JNA requires that the interface and the structure are public. */
public interface JnaInterface extends Library {
    JnaInterface C = Native.load("c", JnaInterface.class);

    int ioctl(int fd, long request, AllocationData argument) throws LastErrorException;

    int close(int fd) throws LastErrorException;

    /** {@code struct dma_heap_allocation_data}. */
    @Structure.FieldOrder({"len", "fd", "fdFlags", "heapFlags"})
    class AllocationData extends Structure {
        public long len;
        public int fd;
        public int fdFlags;
        public long heapFlags;
    }
}
