// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferLedger;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.CpuSync;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.share.Delivery;
import io.github.dmabuf4j.share.ShareChannel;
import io.github.dmabuf4j.share.ShareListener;
import io.github.dmabuf4j.support.FlightRecording;
import io.github.dmabuf4j.support.FreedLog;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import io.github.dmabuf4j.testing.MemfdAllocator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.Category;
import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The events that buffers of memfd have too. Those of heaps and fences need a real kernel: {@code FlightRecorderIT}. */
@ExtendWith(UnchangedDescriptors.class)
class FlightRecorderTest {
    private static final int PAGE = 4096;

    @TempDir
    Path directory;

    private final MemfdAllocator allocator = MemfdAllocator.open();
    private final FlightRecording recording = new FlightRecording();

    @BeforeEach
    void start() {
        recording.start();
    }

    @AfterEach
    void close() {
        recording.close();
        allocator.close();
        BufferLedger.stop();
    }

    /** Ends the recording. */
    private List<RecordedEvent> events(String name) throws Exception {
        return recording.events(directory, name);
    }

    @Test
    void adoptionAndCloseHaveSizeInodeAndStack() throws Exception {
        long inode;
        try (DmaBuf buffer = allocator.allocate(2 * PAGE)) {
            inode = buffer.inode();
        }

        RecordedEvent adopted = events("BufferAdopt").get(0);
        RecordedEvent closed = events("BufferClose").get(0);
        for (RecordedEvent event : List.of(adopted, closed)) {
            assertThat(event.getLong("size")).isEqualTo(2 * PAGE);
            assertThat(event.getLong("inode")).isEqualTo(inode);
            assertThat(event.getString("origin")).isEqualTo("dmabuf4j-testing");
            assertThat(event.getStackTrace().getFrames())
                    .anyMatch(frame -> frame.getMethod().getName().startsWith("adoptionAndClose"));
        }
        assertThat(closed.getBoolean("detached")).isFalse();
        assertThat(closed.getDuration()).isPositive();
        assertThat(closed.getEventType().getAnnotation(Category.class).value()).containsExactly("DMA-BUF");
    }

    @Test
    void aDetachIsACloseThatLeavesTheDescriptorOpen() throws Exception {
        Sys.close(allocator.allocate(1).detachFd());

        assertThat(events("BufferClose"))
                .extracting(event -> event.getBoolean("detached"))
                .containsExactly(true);
    }

    @Test
    void eachScopeHasItsModeAndItsWait() throws Exception {
        long inode;
        try (DmaBuf buffer = allocator.allocate(PAGE)) {
            try (CpuAccess access = buffer.access(Access.WRITE)) {
                access.segment().fill((byte) 1);
                Thread.sleep(5);
            }
            CpuSync sync = buffer.sync(Access.READ);
            sync.close();
            inode = buffer.inode();
        }

        List<RecordedEvent> scopes = events("CpuAccess");
        assertThat(scopes).extracting(event -> event.getString("mode")).containsExactly("WRITE", "READ");
        assertThat(scopes).extracting(event -> event.getLong("inode")).containsOnly(inode);
        assertThat(scopes.get(0).getDuration()).isGreaterThan(Duration.ofMillis(4));
        assertThat(scopes.get(0).getDuration("startWait"))
                .isPositive()
                .isLessThan(scopes.get(0).getDuration());
    }

    @Test
    void aDroppedBufferHasItsAllocationSite() throws Exception {
        BufferLedger.start();
        String log = FreedLog.of(() -> allocator.allocate(PAGE).size());

        assertThat(log).contains("was dropped without close");
        RecordedEvent dropped = events("BufferDropped").get(0);
        assertThat(dropped.getLong("size")).isEqualTo(PAGE);
        assertThat(dropped.getLong("inode")).isPositive();
        assertThat(dropped.getString("cause")).isEqualTo("was dropped without close");
        assertThat(dropped.getString("allocationSite"))
                .as("without the calls within the library")
                .startsWith(FlightRecorderTest.class.getName());
    }

    @Test
    void aReceivedMessageHasItsContent() throws Exception {
        Path path = directory.resolve("socket");
        try (ShareListener listener = ShareListener.bind(path);
                ShareChannel sender = ShareChannel.connect(path);
                ShareChannel receiver = listener.accept();
                DmaBuf buffer = allocator.allocate(3 * PAGE)) {
            sender.send(List.of(buffer, buffer), List.of(), new byte[7]);
            try (Delivery delivery = receiver.receive().orElseThrow()) {
                assertThat(delivery.buffers()).hasSize(2);
            }
        }

        RecordedEvent received = events("Receive").get(0);
        assertThat(received.getInt("buffers")).isEqualTo(2);
        assertThat(received.getLong("bufferBytes")).isEqualTo(6 * PAGE);
        assertThat(received.getInt("syncFiles")).isZero();
        assertThat(received.getLong("dataBytes")).isEqualTo(7);
        assertThat(received.getString("channel")).contains(path.getFileName().toString());
    }

    @Test
    void aDumpHasTheLiveBuffersAndTheLedger() throws Exception {
        recording.enable("LiveBuffers").withPeriod(Duration.ofMillis(50));
        BufferLedger.start();
        try (DmaBuf first = allocator.allocate(PAGE);
                DmaBuf second = allocator.allocate(3 * PAGE)) {
            assertThat(first.isOpen() && second.isOpen()).isTrue();
            Predicate<RecordedEvent> hasBoth =
                    event -> event.getLong("count") >= 2 && event.getLong("memoryUsed") >= 4 * PAGE;
            recording.await(directory, "LiveBuffers", hasBoth);
            List<RecordedEvent> sites = events("AllocationSite");

            assertThat(sites).anySatisfy(site -> {
                assertThat(site.getLong("bytes")).isEqualTo(3 * PAGE);
                assertThat(site.getLong("count")).isEqualTo(1);
                assertThat(site.getString("site")).startsWith(getClass().getName());
            });
            assertThat(events("LiveBuffers")).anyMatch(hasBoth);
        }
    }

    @Test
    void whatIsSwitchedOffIsNotRecorded() throws Exception {
        recording.disable("BufferClose");
        allocator.allocate(1).close();

        assertThat(events("BufferAdopt")).hasSize(1);
        assertThat(events("BufferClose")).isEmpty();
    }

    @Test
    void allEventsAreKnownOnceFlightRecorderRuns() {
        assertThat(FlightRecorder.getFlightRecorder().getEventTypes())
                .filteredOn(type -> type.getName().startsWith("dmabuf4j."))
                .hasSize(11)
                .allSatisfy(type -> assertThat(type.getDescription()).isNotBlank())
                .allSatisfy(type -> assertThat(type.getLabel()).contains("DMA-BUF"));
    }
}
