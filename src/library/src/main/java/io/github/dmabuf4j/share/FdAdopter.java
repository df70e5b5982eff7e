// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBufException;

/** Makes an owned object of a descriptor, or leaves it as it was. */
@FunctionalInterface
interface FdAdopter<T> {
    T adopt(int fd) throws DmaBufException;
}
