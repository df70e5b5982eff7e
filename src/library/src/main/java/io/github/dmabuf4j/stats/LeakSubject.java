// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.Optional;

/**
 * Whose buffers a {@link LeakSuspect} is about. Of one {@link LeakWatch}, equal subjects are the same.
 *
 * @param kind what it is
 * @param name the exporter of {@link LeakKind#EXPORTER} and {@link LeakKind#KERNEL_ALONE}, empty where no source reports it; the name
 *     of the buffers of {@link LeakKind#NAME}. A program has chosen the latter: it may contain control sequences of a terminal
 * @param process the process of {@link LeakKind#PROCESS} and {@link LeakKind#ENDED_PROCESS}, as it was when the watch first saw it
 * @param stack the calls of {@link LeakKind#ALLOCATION_SITE}, innermost first
 */
public record LeakSubject(
        LeakKind kind, Optional<String> name, Optional<HoldingProcess> process, List<StackTraceElement> stack) {
    /**
     * Copies the stack.
     *
     * @param kind what it is
     * @param name an exporter or a name
     * @param process a process
     * @param stack calls
     */
    public LeakSubject {
        stack = List.copyOf(stack);
    }

    static LeakSubject named(LeakKind kind, Optional<String> name) {
        return new LeakSubject(kind, name, Optional.empty(), List.of());
    }

    static LeakSubject of(LeakKind kind, HoldingProcess process) {
        return new LeakSubject(kind, Optional.empty(), Optional.of(process), List.of());
    }

    static LeakSubject of(List<StackTraceElement> stack) {
        return new LeakSubject(LeakKind.ALLOCATION_SITE, Optional.empty(), Optional.empty(), stack);
    }
}
