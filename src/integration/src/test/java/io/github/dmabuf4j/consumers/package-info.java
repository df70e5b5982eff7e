// SPDX-License-Identifier: Apache-2.0
/** Frames given to libraries that nothing else here calls, and taken from them. */
package io.github.dmabuf4j.consumers;
