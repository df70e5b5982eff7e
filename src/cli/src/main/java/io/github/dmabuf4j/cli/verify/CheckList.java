// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import java.util.ArrayList;
import java.util.List;

/** The checks of a buffer in their order. Each depends on what the checks before it have done. */
final class CheckList {
    /** The first makes the buffer that all others need. */
    private static final List<Check> OF_OPEN_BUFFER = List.of(
            Check.ofBuffer("allocation", e -> "a dma-buf", BufferUnderTest::allocate),
            Check.ofBuffer("descriptor flags", e -> "O_RDWR, close-on-exec", BufferUnderTest::descriptorFlags),
            Check.ofBuffer("size by lseek", Expectation::size, BufferUnderTest::sizeByLseek),
            Check.ofBuffer("size by fstat", Expectation::size, BufferUnderTest::sizeByStat),
            Check.ofBuffer("size by fdinfo", Expectation::size, BufferUnderTest::sizeByFdinfo),
            Check.ofBuffer("fresh content", e -> "all zero", BufferUnderTest::freshContent),
            Check.ofBuffer("pattern through two mappings", e -> "all equal", BufferUnderTest::pattern),
            Check.ofBuffer("name by descriptor", e -> Expectation.NAME, BufferUnderTest::nameByLink),
            Check.ofBuffer("name by fdinfo", e -> Expectation.NAME, BufferUnderTest::nameByFdinfo));

    private static final Check DESCRIPTORS_LEFT =
            Check.ofBuffer("descriptors left open", e -> "none", BufferUnderTest::descriptorsLeft);

    private CheckList() {}

    /** The checks of a buffer that is also looked up in these statistics. */
    static List<Check> with(List<Statistics> statistics) {
        List<Check> checks = new ArrayList<>(OF_OPEN_BUFFER);
        statistics.forEach(source -> checks.addAll(values(source)));
        statistics.forEach(source -> checks.add(whileMapped(source)));
        statistics.forEach(source -> checks.add(atTheEnd(source)));
        checks.add(DESCRIPTORS_LEFT);
        return List.copyOf(checks);
    }

    private static List<Check> values(Statistics source) {
        return List.of(
                Check.in(
                        source,
                        "exporter in " + source.name(),
                        Expectation::exporter,
                        buffer -> buffer.exporterIn(source)),
                Check.in(source, "size in " + source.name(), Expectation::size, buffer -> buffer.sizeIn(source)));
    }

    private static Check whileMapped(Statistics source) {
        return Check.in(
                source,
                source.mappings() + " entry while only a mapping lives",
                e -> "there",
                buffer -> buffer.entryWithMappingOnly(source));
    }

    private static Check atTheEnd(Statistics source) {
        return Check.in(
                source,
                source.places() + " entry after the last reference",
                e -> "gone",
                buffer -> buffer.entryAfterLastReference(source));
    }
}
