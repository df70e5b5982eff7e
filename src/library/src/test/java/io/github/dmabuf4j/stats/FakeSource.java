// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.support.BufferBuilder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A source that says what a test tells it to say. */
final class FakeSource implements StatsSource {
    private final String name;
    private final Set<StatsCapability> capabilities;
    private volatile List<BufferInfo> buffers = List.of();
    private volatile List<BufferInfo> later = List.of();
    private volatile boolean readFails;
    private volatile boolean listingFails;
    private volatile @Nullable Error error;

    /** How often it was asked for its buffers. */
    final AtomicInteger reads = new AtomicInteger();

    /** How often it was asked for the inodes alone. */
    final AtomicInteger listings = new AtomicInteger();

    /** How often it was closed. */
    final AtomicInteger closes = new AtomicInteger();

    FakeSource(String name, StatsCapability... capabilities) {
        this.name = name;
        this.capabilities = Set.of(capabilities);
    }

    FakeSource with(BufferBuilder... said) {
        buffers = Stream.of(said).map(BufferBuilder::toInfo).toList();
        later = buffers;
        return this;
    }

    /** What is still there when it is asked for the inodes. */
    FakeSource butLater(BufferBuilder... said) {
        later = Stream.of(said).map(BufferBuilder::toInfo).toList();
        return this;
    }

    FakeSource failing(boolean fails) {
        readFails = fails;
        return this;
    }

    FakeSource throwing(@Nullable Error whenRead) {
        error = whenRead;
        return this;
    }

    FakeSource failingToList() {
        listingFails = true;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SourceReading read() throws DmaBufException {
        reads.incrementAndGet();
        Error thrown = error;
        if (thrown != null) {
            throw thrown;
        }
        if (readFails) {
            throw new DmaBufException("read", name, 5);
        }
        return new SourceReading(capabilities, buffers, 0, List.of(), List.of());
    }

    @Override
    public Set<Long> inodes() throws DmaBufException {
        listings.incrementAndGet();
        if (listingFails) {
            throw new DmaBufException("readdir", name, 5);
        }
        return later.stream().map(BufferInfo::inode).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        closes.incrementAndGet();
    }
}
