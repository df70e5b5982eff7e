// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.stats.SysfsStats;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Verifies a heap: checks a buffer from its allocation to its last reference. */
public final class HeapVerification {
    /** The checks in their order. Each depends on what the checks before it have done. */
    static final List<Check> CHECKS = List.of(
            new Check("allocation", e -> "a dma-buf", BufferUnderTest::allocate),
            new Check("descriptor flags", e -> "O_RDWR, close-on-exec", BufferUnderTest::descriptorFlags),
            new Check("size by lseek", Expectation::size, BufferUnderTest::sizeByLseek),
            new Check("size by fstat", Expectation::size, BufferUnderTest::sizeByStat),
            new Check("size by fdinfo", Expectation::size, BufferUnderTest::sizeByFdinfo),
            new Check("fresh content", e -> "all zero", BufferUnderTest::freshContent),
            new Check("pattern through two mappings", e -> "all equal", BufferUnderTest::pattern),
            new Check("name by descriptor", e -> Expectation.NAME, BufferUnderTest::nameByLink),
            new Check("name by fdinfo", e -> Expectation.NAME, BufferUnderTest::nameByFdinfo),
            new Check("exporter in sysfs", Expectation::exporter, BufferUnderTest::exporterInSysfs),
            new Check("size in sysfs", Expectation::size, BufferUnderTest::sizeInSysfs),
            new Check("sysfs entry while only a mapping lives", e -> "there", BufferUnderTest::entryWithMappingOnly),
            new Check("sysfs entry after the last reference", e -> "gone", BufferUnderTest::entryAfterLastReference),
            new Check("descriptors left open", e -> "none", BufferUnderTest::descriptorsLeft));

    private final BufferSource source;
    private final SysfsStats stats;
    private final Expectation expectation;

    /**
     * Creates the verification of a heap.
     *
     * @param heap the heap's own name, which the kernel must report as the exporter
     * @param source allocates from the heap
     * @param stats the statistics to check
     * @param bytes the size to request
     */
    public HeapVerification(String heap, BufferSource source, SysfsStats stats, long bytes) {
        this.source = source;
        this.stats = stats;
        this.expectation = new Expectation(heap, bytes);
    }

    /**
     * Runs all checks, also after one has failed. No descriptor or mapping stays open.
     *
     * @param listener receives each result at once
     */
    public void run(Consumer<CheckResult> listener) throws IOException {
        try (BufferUnderTest subject = new BufferUnderTest(source, stats, expectation)) {
            for (Check check : CHECKS) {
                listener.accept(check.run(expectation, subject));
            }
        }
    }
}
