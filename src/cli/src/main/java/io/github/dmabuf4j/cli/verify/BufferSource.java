// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;

/** Where the buffer under verification comes from: a heap. */
@FunctionalInterface
public interface BufferSource {
    /** A new buffer of at least this many bytes. */
    DmaBuf allocate(long bytes) throws DmaBufException;
}
