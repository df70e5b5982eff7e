// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.SysfsBufferStats;
import io.github.dmabuf4j.stats.SysfsStats;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Looks up the statistics of an open buffer. */
public class LookUp extends HeldBuffer {
    private static final int FIRST = 1000;

    private SysfsStats stats;
    private SysfsStats withoutAttachments;

    @Setup
    public void openStats() throws DmaBufException {
        stats = SysfsStats.open();
        withoutAttachments = stats.withoutAttachments();
    }

    @Benchmark
    @Figure(operation = "look-up", needs = "sysfs")
    @Headline
    public SysfsBufferStats library() throws DmaBufException {
        return withoutAttachments.of(buffer);
    }

    @Benchmark
    @Figure(operation = "look-up+attachments", needs = Figure.ATTACHMENTS)
    @Headline
    public SysfsBufferStats withAttachments() throws DmaBufException {
        return stats.of(buffer);
    }

    @Benchmark
    @Figure(operation = "look-up", way = "Files", needs = "sysfs")
    @Headline
    public LookUpByFiles.Entry files() throws IOException {
        return LookUpByFiles.of(buffer.fd());
    }

    @Benchmark
    @Figure(
            operation = "look-up, first 1,000",
            kind = Figure.Kind.FIRST,
            operations = FIRST,
            needs = Figure.ATTACHMENTS)
    public long firstByLibrary() throws DmaBufException {
        long sum = 0;
        for (int i = 0; i < FIRST; i++) {
            SysfsBufferStats entry = stats.of(buffer);
            sum += entry.size() + entry.exporter().length();
        }
        return sum;
    }

    @Benchmark
    @Figure(
            operation = "look-up, first 1,000",
            way = "Files",
            kind = Figure.Kind.FIRST,
            operations = FIRST,
            needs = "sysfs")
    public long firstByFiles() throws IOException {
        long sum = 0;
        for (int i = 0; i < FIRST; i++) {
            LookUpByFiles.Entry entry = LookUpByFiles.of(buffer.fd());
            sum += entry.size() + entry.exporter().length();
        }
        return sum;
    }
}
