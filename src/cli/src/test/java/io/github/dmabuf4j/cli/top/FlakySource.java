// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.Errno;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Note;
import io.github.dmabuf4j.stats.SourceReading;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.StatsSource;
import io.github.dmabuf4j.support.Snapshots;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A source that reports one more buffer of 1 MiB at each read, or fails. */
final class FlakySource implements StatsSource {
    private final AtomicInteger reads = new AtomicInteger();
    volatile boolean failing;
    volatile List<Note> notes = List.of();

    @Override
    public String name() {
        return "flaky";
    }

    @Override
    public SourceReading read() throws DmaBufException {
        if (failing) {
            throw new DmaBufException("read", "the flaky source", Errno.EIO);
        }
        List<BufferInfo> buffers = IntStream.rangeClosed(1, reads.incrementAndGet())
                .mapToObj(i -> Snapshots.buffer(i, 1 << 20, Snapshots.process(40 + i, "holder-" + i)))
                .toList();
        return new SourceReading(Set.of(StatsCapability.values()), buffers, 0, List.of(), notes);
    }

    @Override
    public Set<Long> inodes() {
        return Set.of();
    }
}
