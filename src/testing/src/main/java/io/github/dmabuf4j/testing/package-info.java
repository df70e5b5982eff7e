// SPDX-License-Identifier: Apache-2.0
/**
 * Stands in for DMA-BUFs in unit tests: {@link io.github.dmabuf4j.testing.MemfdAllocator} makes
 * {@link io.github.dmabuf4j.DmaBuf} objects over ordinary shared memory (memfd), on any Linux machine, without heaps, devices or
 * rights. For the tests of a program: a program that runs in earnest has no use for it.
 *
 * <pre>{@code
 * try (BufferAllocator allocator = MemfdAllocator.open();
 *         DmaBuf buffer = allocator.allocate(4096);
 *         CpuAccess access = buffer.access(Access.WRITE)) {
 *     access.segment().fill((byte) 1);
 * }
 * }</pre>
 *
 * <p>What a stand-in does like a DMA-BUF: its size in whole pages, its inode, mappings, access scopes and their threads,
 * duplicates, closing, {@code HeldFd}, the report of a buffer that is dropped without a close, and sending it through a
 * {@code ShareChannel} to a process that has opened a {@link io.github.dmabuf4j.testing.MemfdAllocator} too. Other processes
 * refuse it.
 *
 * <p>A stand-in is not a DMA-BUF:
 *
 * <ul>
 *   <li>No device can import it. An ioctl of a device or a library that wants a DMA-BUF fails with the number of its descriptor,
 *       as a rule with EINVAL.
 *   <li>The start and the end of an access scope do not call the kernel: there are no caches to synchronise, and nothing to wait
 *       for. A program that forgets a scope around its own mapping does not see that here.
 *   <li>It has no fences. {@code exportSyncFile} and {@code importSyncFile} throw
 *       {@link io.github.dmabuf4j.UnsupportedKernelException} with ENOTTY, as for a DMA-BUF before Linux 6.0. {@code isReady} is true,
 *       {@code await} returns true at once, and the future of {@code whenReady} completes at once.
 *   <li>The kernel's statistics do not contain it, neither in sysfs nor in debugfs, and procfs shows a memfd. Its inode is
 *       unique among the files of one file system, not among DMA-BUFs.
 *   <li>The name that {@code setName} sets is seen by that buffer and its duplicates in this process. A buffer that was received
 *       begins without a name; {@code Delivery.names} has the one that was sent.
 *   <li>Its memory is that of the machine and can be swapped, is not contiguous, and is not taken from a heap.
 * </ul>
 *
 * <p>To test what a program does when an allocation fails, let it use a {@link io.github.dmabuf4j.BufferAllocator} of your own
 * that throws {@link io.github.dmabuf4j.DmaBufException}, and delegates otherwise.
 */
package io.github.dmabuf4j.testing;
