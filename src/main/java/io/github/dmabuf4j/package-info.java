// SPDX-License-Identifier: Apache-2.0
/**
 * DMA-BUFs for Java: open a {@link io.github.dmabuf4j.DmaHeap}, or {@link io.github.dmabuf4j.Udmabuf}, allocate a
 * {@link io.github.dmabuf4j.DmaBuf}, touch its bytes within a {@link io.github.dmabuf4j.CpuAccess}, wait for devices by the
 * {@linkplain io.github.dmabuf4j.SyncFile fences} of the buffer.
 *
 * <p>Linux only. The virtual machine must allow native access to this module:
 * {@code --enable-native-access=io.github.dmabuf4j}, or {@code ALL-UNNAMED} on the class path.
 */
package io.github.dmabuf4j;
