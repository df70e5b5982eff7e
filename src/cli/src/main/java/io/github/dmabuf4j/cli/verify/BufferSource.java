// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;

/** Allocates the buffer to be verified. */
@FunctionalInterface
public interface BufferSource {
    /** Allocates a buffer of at least {@code bytes}. */
    DmaBuf allocate(long bytes) throws DmaBufException;
}
