// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.SystemCalls;
import io.github.dmabuf4j.support.SystemCalls.Operation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The cost of operations in system calls and in bytes of Java's heap. These numbers are the same in each run, so a test can
 * prevent their growth. The benchmarks measure times.
 */
@RealKernel
@Needs(SYSTEM_HEAP)
class CostsIT {
    private static final int PAGE = 4096;

    /** openat, read, close. */
    private static final int CALLS_OF_A_FILE = 3;

    /**
     * Both files of an entry, and a check for attachments if the kernel reports them. It is one call less if the descriptors of
     * the files are neighbours, which depends on the descriptors that this JVM closed before.
     */
    private static final int CALLS_OF_AN_ENTRY = 2 * CALLS_OF_A_FILE + 1;

    // Without escape analysis, as the integration tests run. The benchmarks show that C2 leaves less.
    private static final long LOOK_UP_BYTES = 296;
    // The tolerance is for arrays whose length depends on the number of other buffers.
    private static final long SNAPSHOT_BYTES = 330;
    private static final long SCOPE_BYTES = 352;
    // 8 of each are for Flight Recorder: the event of a scope, and the memory that a buffer shares with its duplicates.
    private static final long SYNC_BYTES = 56;
    private static final long ALLOCATION_BYTES = 248;

    private DmaHeap heap;
    private DmaBuf buffer;

    @BeforeEach
    void open() throws Exception {
        heap = DmaHeap.open("system");
        buffer = heap.allocate(PAGE);
    }

    @AfterEach
    void close() {
        buffer.close();
        heap.close();
    }

    /** Measures in a warm JVM. Returns the minimum of some runs, because the JVM sometimes allocates too. */
    private static long heapBytes(Operation operation) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 300; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            operation.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    @Needs(SYSFS_STATS)
    void aLookUpReadsTwoFiles() throws Exception {
        SysfsStats stats = SysfsStats.open();
        Operation lookUp = () -> stats.of(buffer);
        assertThat(SystemCalls.of(lookUp)).isLessThanOrEqualTo(CALLS_OF_AN_ENTRY);
        assertThat(heapBytes(lookUp)).isLessThanOrEqualTo(LOOK_UP_BYTES);
    }

    @Test
    @Needs(SYSFS_STATS)
    void aLookUpWithoutAttachmentsReadsNothingElse() throws Exception {
        SysfsStats fewer = SysfsStats.open().withoutAttachments();
        Operation lookUp = () -> fewer.of(buffer);
        assertThat(SystemCalls.of(lookUp)).isLessThanOrEqualTo(2 * CALLS_OF_A_FILE);
        assertThat(heapBytes(lookUp)).isLessThanOrEqualTo(LOOK_UP_BYTES);
    }

    @Test
    @Needs(SYSFS_STATS)
    void aSnapshotReadsTwoFilesForEachBuffer() throws Exception {
        SysfsStats stats = SysfsStats.open();
        long few = SystemCalls.of(stats::snapshot);
        long fewBytes = heapBytes(stats::snapshot);
        List<DmaBuf> more = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            more.add(heap.allocate(PAGE));
        }
        long many = SystemCalls.of(stats::snapshot);
        long manyBytes = heapBytes(stats::snapshot);
        SysfsStats fewer = stats.withoutAttachments();
        SysfsSnapshot snapshot = fewer.snapshot();
        long unchanged = SystemCalls.of(fewer::refresh);
        more.forEach(DmaBuf::close);

        assertThat(snapshot.buffers()).hasSize(101);
        // One more listing may fill a page of names.
        assertThat(many - few).isLessThanOrEqualTo(100 * CALLS_OF_AN_ENTRY + 1);
        assertThat(manyBytes - fewBytes).isLessThanOrEqualTo(100 * SNAPSHOT_BYTES);
        assertThat(unchanged)
                .as("calls of a refresh without a change: one listing")
                .isLessThanOrEqualTo(5);
    }

    @Test
    void anAccessScopeIsTwoCalls() throws Exception {
        Operation scope = () -> buffer.access(Access.READ_WRITE).close();
        assertThat(SystemCalls.of(scope)).isEqualTo(2);
        assertThat(heapBytes(scope)).isLessThanOrEqualTo(SCOPE_BYTES);
    }

    @Test
    void aScopeWithoutSegmentIsTwoCalls() throws Exception {
        Operation scope = () -> buffer.sync(Access.READ_WRITE).close();
        assertThat(SystemCalls.of(scope)).isEqualTo(2);
        assertThat(heapBytes(scope)).isLessThanOrEqualTo(SYNC_BYTES);
    }

    @Test
    void anAllocationIsTwoCalls() throws Exception {
        Operation life = () -> heap.allocate(PAGE).close();
        // Recording the site of the first allocations has a cost.
        for (int i = 0; i < 1100; i++) {
            life.run();
        }
        assertThat(SystemCalls.of(life)).isEqualTo(2);
        assertThat(heapBytes(life)).isLessThanOrEqualTo(ALLOCATION_BYTES);
    }
}
