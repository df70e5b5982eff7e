// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/**
 * Where buffers come from: a {@link DmaHeap}, or {@link Udmabuf}. Any thread may allocate, many at once; buffers outlive the
 * close of their allocator.
 */
public sealed interface BufferAllocator extends AutoCloseable permits DmaHeap, Udmabuf {

    /**
     * Opens a heap or, where this machine has no such heap or this user may not open it, {@link Udmabuf}. The memory of
     * the latter need not be contiguous, so not every device can use it.
     *
     * @param heap as {@link DmaHeap#names} has it
     * @return the allocator, to be closed by the caller; its {@link #name} tells which it is
     * @throws DmaBufException why the heap cannot be opened, with a suppressed one that says why udmabuf cannot be either
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
     * What the kernel's statistics call the exporter of its buffers.
     *
     * @return the own name of a heap, not an alias that it was opened by; or {@code udmabuf}
     */
    String name();

    /**
     * Allocates a buffer of zeroed memory, whose descriptor can be mapped for reading and writing and is closed by exec.
     *
     * @param bytes at least 1; rounded up to whole pages
     * @return the buffer, to be closed by the caller
     * @throws IllegalArgumentException when {@code bytes} is not positive
     * @throws DmaBufException when there is not enough memory (ENOMEM), or no descriptor left (EMFILE, ENFILE)
     * @throws IllegalStateException when the allocator is closed
     */
    DmaBuf allocate(long bytes) throws DmaBufException;

    /** Closes the allocator; its buffers live on. Further calls do nothing. */
    @Override
    void close();
}
