// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Verifies an allocator: checks a buffer from its allocation to its last reference. */
public final class Verification {
    private final BufferSource source;
    private final Expectation expectation;
    private final List<Check> checks;

    /**
     * Creates the verification of an allocator.
     *
     * @param exporter the allocator's own name, which the kernel must report as the exporter
     * @param source allocates the buffer
     * @param statistics the statistics to check
     * @param bytes the size to request
     */
    public Verification(String exporter, BufferSource source, List<Statistics> statistics, long bytes) {
        this.source = source;
        this.expectation = new Expectation(exporter, bytes);
        this.checks = CheckList.with(statistics);
    }

    /**
     * Runs the checks, also after one has failed. Without a buffer there is nothing else to check. No descriptor or mapping
     * stays open.
     *
     * @param listener receives each result at once
     * @return the names of the checks that were not run, because there is no buffer
     */
    public List<String> run(Consumer<CheckResult> listener) throws IOException {
        try (BufferUnderTest subject = new BufferUnderTest(source, expectation)) {
            for (int done = 0; done < checks.size(); done++) {
                if (done > 0 && !subject.isAllocated()) {
                    return names(checks.subList(done, checks.size()));
                }
                listener.accept(checks.get(done).run(expectation, subject));
            }
            return List.of();
        }
    }

    private static List<String> names(List<Check> checks) {
        return checks.stream().map(Check::name).toList();
    }
}
