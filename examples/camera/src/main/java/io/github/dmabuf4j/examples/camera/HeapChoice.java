// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.NoSuchHeapException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.examples.common.Failure;
import java.util.List;
import java.util.Optional;

/** Chooses the heap of the frames. */
final class HeapChoice {
    /** Names of the heap of contiguous memory, which every camera can write to, in kernels before and since 6.17. */
    private static final List<String> CONTIGUOUS =
            List.of("reserved", "linux,cma", "default-pool", "default_cma_region");

    private HeapChoice() {}

    static BufferAllocator open(Optional<String> wanted) throws DmaBufException, Failure {
        try {
            if (wanted.isPresent()) {
                return DmaHeap.open(wanted.get());
            }
            Optional<String> contiguous =
                    DmaHeap.names().stream().filter(CONTIGUOUS::contains).findFirst();
            // USB cameras accept any memory.
            return contiguous.isPresent() ? DmaHeap.open(contiguous.get()) : BufferAllocator.heapOrUdmabuf("system");
        } catch (NoSuchHeapException | NoPermissionException | UnsupportedKernelException none) {
            throw Failure.cannot(none.getMessage());
        }
    }
}
