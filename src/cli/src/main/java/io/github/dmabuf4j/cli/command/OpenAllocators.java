// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.NoSuchHeapException;
import io.github.dmabuf4j.Udmabuf;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.cli.verify.Allocator;
import io.github.dmabuf4j.cli.verify.Subject;
import io.github.dmabuf4j.cli.verify.VerifyReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The open allocators that {@code verify} checks. Those that it leaves out go into its report. */
final class OpenAllocators implements AutoCloseable {
    private final List<String> heapNames;
    private final VerifyReport report;
    private final List<Opened> opened = new ArrayList<>();
    private final Set<Allocator> tried = new LinkedHashSet<>();

    record Opened(Subject subject, BufferAllocator allocator) {
        boolean isHeap() {
            return subject.kind() == Allocator.HEAP;
        }

        boolean isAlias() {
            return isHeap() && !allocator.name().equals(subject.name());
        }
    }

    /**
     * Opens nothing yet.
     *
     * @param heapNames the heaps to open; if empty, all that can be used
     * @param report receives what is left out
     */
    OpenAllocators(List<String> heapNames, VerifyReport report) {
        this.heapNames = heapNames;
        this.report = report;
    }

    List<Opened> list() {
        return List.copyOf(opened);
    }

    /** Opens the heaps or, if none can be used, udmabuf. The exception says why neither can be used. */
    void openHeapsOrUdmabuf() throws DmaBufException {
        Optional<DmaBufException> noHeap = tryToOpen(Allocator.HEAP);
        if (noHeap.isPresent()) {
            skip(Allocator.HEAP, noHeap.get());
            Optional<DmaBufException> noUdmabuf = tryToOpen(Allocator.UDMABUF);
            if (noUdmabuf.isPresent()) {
                throw none(noHeap.get(), noUdmabuf.get());
            }
        }
    }

    private static UnsupportedKernelException none(DmaBufException noHeap, DmaBufException noUdmabuf) {
        String reasons = noHeap.getMessage() + "; " + noUdmabuf.getMessage();
        UnsupportedKernelException none = new UnsupportedKernelException("open", "the heaps and udmabuf", 0, reasons);
        none.addSuppressed(noHeap);
        none.addSuppressed(noUdmabuf);
        return none;
    }

    /** Opens allocators of these kinds that were not tried before. The report names those that cannot be used. */
    void openAlso(Set<Allocator> required) throws DmaBufException {
        for (Allocator kind : required) {
            if (!tried.contains(kind)) {
                Optional<DmaBufException> problem = tryToOpen(kind);
                problem.ifPresent(why -> skip(kind, why));
            }
        }
    }

    private void skip(Allocator kind, DmaBufException why) {
        report.addSkipped(kind.word(), String.valueOf(why.getMessage()));
    }

    private Optional<DmaBufException> tryToOpen(Allocator kind) throws DmaBufException {
        return problemOf(() -> open(kind));
    }

    private interface Opening {
        void run() throws DmaBufException;
    }

    /** Returns why this user cannot use what is opened on this kernel; throws if another error has happened. */
    private static Optional<DmaBufException> problemOf(Opening opening) throws DmaBufException {
        try {
            opening.run();
            return Optional.empty();
        } catch (NoPermissionException | NoSuchHeapException | UnsupportedKernelException problem) {
            return Optional.of(problem);
        }
    }

    void open(Allocator kind) throws DmaBufException {
        tried.add(kind);
        if (kind == Allocator.UDMABUF) {
            opened.add(new Opened(Subject.UDMABUF, Udmabuf.open()));
        } else {
            openHeaps();
            leaveOutAliases();
        }
    }

    private void openHeaps() throws DmaBufException {
        if (heapNames.isEmpty()) {
            openUsableHeaps();
        }
        for (String name : new LinkedHashSet<>(heapNames)) {
            openHeap(name);
        }
    }

    private void openHeap(String name) throws DmaBufException {
        opened.add(new Opened(Subject.heap(name), DmaHeap.open(name)));
    }

    private void openUsableHeaps() throws DmaBufException {
        for (String name : HeapDevice.names()) {
            problemOf(() -> openHeap(name))
                    .ifPresent(problem -> report.addNotUsable(name, String.valueOf(problem.getMessage())));
        }
        if (opened.stream().noneMatch(Opened::isHeap)) {
            // The exception says what is missing; without any heap, that of "system", which most kernels have.
            List<String> names = DmaHeap.names();
            openHeap(names.isEmpty() ? "system" : names.get(0));
        }
    }

    /** Closes and reports aliases, so that each heap is verified once: by its own name if listed, else by its first alias. */
    private void leaveOutAliases() {
        Map<String, String> verified = new LinkedHashMap<>();
        opened.stream()
                .filter(one -> one.isHeap() && !one.isAlias())
                .forEach(heap ->
                        verified.put(heap.allocator().name(), heap.subject().name()));
        opened.removeIf(one -> one.isAlias() && isVerifiedAs(one, verified));
    }

    private boolean isVerifiedAs(Opened alias, Map<String, String> verified) {
        String name = alias.subject().name();
        String verifiedAs = verified.computeIfAbsent(alias.allocator().name(), own -> name);
        boolean again = !verifiedAs.equals(name);
        if (again) {
            alias.allocator().close();
            report.addAlias(name, verifiedAs);
        }
        return again;
    }

    @Override
    public void close() {
        opened.forEach(one -> one.allocator().close());
    }
}
