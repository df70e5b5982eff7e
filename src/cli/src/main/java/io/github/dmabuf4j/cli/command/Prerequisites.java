// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.Udmabuf;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks what commands need. Each method returns a clause that says what is missing, or empty where nothing is. */
final class Prerequisites {
    private Prerequisites() {}

    /** Checks that one of the requested heaps can be used, or any other heap. */
    static Optional<String> usableHeap(Collection<String> asked) throws DmaBufException {
        if (isOneUsable(asked)) {
            return Optional.empty();
        }
        List<String> names;
        try {
            names = DmaHeap.names();
        } catch (NoPermissionException unlisted) {
            return Optional.of("this user may not list the DMA heaps");
        }
        if (names.isEmpty()) {
            return Optional.of(kernel() + " has no DMA heaps");
        }
        return isOneUsable(names)
                ? Optional.empty()
                : Optional.of("this user may not open any of the DMA heaps "
                        + names.stream().map(TerminalEscape::of).collect(Collectors.joining(", ")));
    }

    private static boolean isOneUsable(Collection<String> heaps) {
        return heaps.stream().anyMatch(heap -> problemOf(heap).isEmpty());
    }

    /** Checks that a buffer can be allocated from any heap or by udmabuf. */
    static Optional<String> usableAllocator() throws DmaBufException {
        Optional<String> noHeap = usableHeap(List.of());
        return noHeap.isEmpty() ? noHeap : problemOfUdmabuf().map(noUdmabuf -> noHeap.get() + ", and " + noUdmabuf);
    }

    private static Optional<String> problemOfUdmabuf() throws DmaBufException {
        try {
            Udmabuf.open().close();
            return Optional.empty();
        } catch (NoPermissionException refused) {
            return Optional.of("may not open " + refused.target());
        } catch (UnsupportedKernelException missing) {
            return Optional.of("there is no " + missing.target());
        }
    }

    /** Why a heap cannot be opened; empty where it can. */
    static Optional<String> problemOf(String heap) {
        try {
            DmaHeap.open(heap).close();
            return Optional.empty();
        } catch (DmaBufException problem) {
            return Optional.of(String.valueOf(problem.getMessage()));
        }
    }

    private static String kernel() {
        return "this kernel (Linux " + System.getProperty("os.version") + ")";
    }
}
