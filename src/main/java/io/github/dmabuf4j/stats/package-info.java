// SPDX-License-Identifier: Apache-2.0
/** What the kernel says about DMA-BUFs: {@link io.github.dmabuf4j.stats.SysfsStats} reads its statistics in sysfs. */
package io.github.dmabuf4j.stats;
