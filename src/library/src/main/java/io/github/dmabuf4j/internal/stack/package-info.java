// SPDX-License-Identifier: Apache-2.0
/** The stacks of programs that allocate buffers: where the kernel records them, and the names of their functions. */
package io.github.dmabuf4j.internal.stack;
