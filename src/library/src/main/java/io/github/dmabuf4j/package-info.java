// SPDX-License-Identifier: Apache-2.0
/**
 * DMA-BUFs for Java: memory that devices and processes share.
 *
 * <p>{@link io.github.dmabuf4j.DmaHeap} and {@link io.github.dmabuf4j.Udmabuf} allocate a
 * {@link io.github.dmabuf4j.DmaBuf}. The CPU accesses its bytes in a {@link io.github.dmabuf4j.CpuAccess} scope. Fences
 * of devices, which are waited for, are a {@link io.github.dmabuf4j.SyncFile}. A failed operation throws a
 * {@link io.github.dmabuf4j.DmaBufException} with an {@linkplain io.github.dmabuf4j.Errno error number}.
 *
 * <pre>{@code
 * try (DmaHeap heap = DmaHeap.open("system");
 *         DmaBuf buffer = heap.allocate(8 << 20)) {
 *     try (CpuAccess access = buffer.access(Access.WRITE)) {
 *         access.segment().fill((byte) 0x80);
 *     }
 * }
 * }</pre>
 *
 * <p>The garbage collector does not count the descriptors and mappings of this library's objects. When a call that
 * makes one fails with EMFILE, ENFILE or ENOMEM, the library requests a collection ({@link java.lang.System#gc}), waits
 * up to a quarter of a second for an unreachable object to be freed, and repeats the call. After a collection that
 * freed nothing, it requests none for a second. The system property {@code io.github.dmabuf4j.reclaim=false} disables
 * this.
 *
 * <p>Linux only. The JVM must be started with {@code --enable-native-access=io.github.dmabuf4j}, or, where this library is on the
 * class path, {@code --enable-native-access=ALL-UNNAMED}. Without it the JVM prints a warning, or denies the access: then the first
 * use of a class of this library throws an {@link java.lang.ExceptionInInitializerError} whose message names the option.
 */
package io.github.dmabuf4j;
