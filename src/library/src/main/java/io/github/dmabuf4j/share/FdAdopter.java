// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBufException;

/** Creates an object that owns a descriptor. If that fails, the descriptor stays open and belongs to the caller. */
@FunctionalInterface
interface FdAdopter<T> {
    T adopt(int fd) throws DmaBufException;
}
