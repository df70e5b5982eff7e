// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import java.util.Optional;

/** Iterators in the kernel, loaded by this process or pinned by another one. May be used by any thread. */
public interface Iterators extends AutoCloseable {
    /** Whether the kernel can list the buffers. If not, only those that processes hold are seen. */
    boolean listsBuffers();

    /**
     * Why the buffers are not listed, a clause. Empty if they are, if this kernel has no iterator over them, or if another process
     * has loaded the programs.
     */
    Optional<String> whyNoList();

    /**
     * Begins a pass.
     *
     * @return the descriptor to read the records from, for the caller to close
     * @throws DmaBufException if that is not possible
     */
    NamedDescriptor begin(IteratorProgram program) throws DmaBufException;

    /** Unloads what this process has loaded. Further calls do nothing. */
    @Override
    void close();
}
