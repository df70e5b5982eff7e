// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.stats.SysfsStats;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Verifies one heap end to end: a buffer's life from its allocation to the last reference. */
public final class HeapVerification {
    /** In the order of a buffer's life: each check builds on what those before have done. */
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
     * Verifies buffers of a heap.
     *
     * @param heap its own name, which must be the exporter's
     * @param source allocates from it
     * @param stats where the kernel tells of its buffers
     * @param bytes the size to ask for
     */
    public HeapVerification(String heap, BufferSource source, SysfsStats stats, long bytes) {
        this.source = source;
        this.stats = stats;
        this.expectation = new Expectation(heap, bytes);
    }

    /**
     * Runs all checks; a failed one does not end the run, and nothing stays open.
     *
     * @param listener gets each result as it comes
     */
    public void run(Consumer<CheckResult> listener) throws IOException {
        try (BufferUnderTest subject = new BufferUnderTest(source, stats, expectation)) {
            for (Check check : CHECKS) {
                listener.accept(check.run(expectation, subject));
            }
        }
    }
}
