// SPDX-License-Identifier: Apache-2.0
/**
 * DMA-BUFs for Java: open a {@link io.github.dmabuf4j.DmaHeap}, or {@link io.github.dmabuf4j.Udmabuf}, allocate a
 * {@link io.github.dmabuf4j.DmaBuf}, touch its bytes within a {@link io.github.dmabuf4j.CpuAccess}, wait for devices by the
 * {@linkplain io.github.dmabuf4j.SyncFile fences} of the buffer.
 *
 * <p>The garbage collector does not see what the objects of this library hold of the kernel. Where a call that makes a descriptor
 * or a mapping fails with EMFILE, ENFILE or ENOMEM, the library asks for a collection ({@link java.lang.System#gc}), waits up to
 * a quarter of a second until something that was dropped is freed, and calls again; after a collection in vain, not again for a
 * second. {@code -Dio.github.dmabuf4j.reclaim=false} turns that off.
 *
 * <p>Linux only. The JVM must be started with {@code --enable-native-access=io.github.dmabuf4j}, or, where this library is on the
 * class path, {@code --enable-native-access=ALL-UNNAMED}. Without it the JVM prints a warning, or denies the access: then the first
 * use of a class of this library throws an {@link java.lang.ExceptionInInitializerError} whose message names the option.
 */
package io.github.dmabuf4j;
