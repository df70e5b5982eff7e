// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/**
 * Allocates buffers. This library has two implementations: {@link DmaHeap} and {@link Udmabuf}. A program may have its own: a
 * pool, one that counts what is allocated, or one that takes buffers of another exporter over with {@link DmaBuf#adopt}. For unit
 * tests on machines without heaps the artifact {@code dmabuf4j-testing} has {@code MemfdAllocator}, whose buffers are not
 * DMA-BUFs.
 *
 * <p>Any thread may call any method, and many threads may allocate at once. Buffers stay valid when their allocator is closed.
 */
public interface BufferAllocator extends AutoCloseable {

    /**
     * Opens a heap. If this machine has no such heap, or this user may not open it, opens {@link Udmabuf} instead: its memory
     * need not be contiguous, so not every device can use it.
     *
     * @param heap a name that {@link DmaHeap#names} returns
     * @return the allocator, to be closed by the caller; its {@link #name} shows which of the two it is
     * @throws DmaBufException when neither can be opened; it is that of the heap, that of udmabuf is suppressed in it
     */
    static BufferAllocator heapOrUdmabuf(String heap) throws DmaBufException {
        try {
            return DmaHeap.open(heap);
        } catch (NoSuchHeapException | NoPermissionException | UnsupportedKernelException noHeap) {
            try {
                return Udmabuf.open();
            } catch (DmaBufException noUdmabuf) {
                noHeap.addSuppressed(noUdmabuf);
                throw noHeap;
            }
        }
    }

    /**
     * Returns the name that the kernel's statistics have for the exporter of the buffers.
     *
     * @return the own name of a heap, also where it was opened by an alias; or {@code udmabuf}
     */
    String name();

    /**
     * Allocates a buffer of zeroed memory. Its descriptor can be mapped for reading and writing, and is closed by exec.
     *
     * @param bytes at least 1; rounded up to whole pages
     * @return the buffer, to be closed by the caller
     * @throws IllegalArgumentException when {@code bytes} is not positive
     * @throws DmaBufException when there is not enough memory (ENOMEM), or no descriptor is left (EMFILE, ENFILE)
     * @throws IllegalStateException when the allocator is closed
     */
    DmaBuf allocate(long bytes) throws DmaBufException;

    /**
     * Returns whether the allocator is open.
     *
     * @return false after {@link #close}
     */
    boolean isOpen();

    /** Closes the allocator. Its buffers stay valid. Further calls do nothing. */
    @Override
    void close();
}
