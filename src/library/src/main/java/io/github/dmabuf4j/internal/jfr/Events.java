// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import org.jspecify.annotations.Nullable;

/**
 * Reports events to Flight Recorder. Until it is started in this JVM, and where the JVM lacks the module jdk.jfr, each method reads one
 * field. Those that end something, or come after something that cannot be undone, do not throw.
 *
 * <p>The methods that begin an event return null where it is not wanted. Nothing but this class leads to the class of an event, so
 * without the module none is loaded.
 */
public final class Events {
    private static volatile boolean on;

    private static volatile @Nullable Periodic periodic;

    static {
        // The class of an event is loaded when Flight Recorder starts, not before: it registers itself, and the first
        // of all makes Flight Recorder load the descriptions of all events of the JDK.
        try {
            Start.await();
        } catch (LinkageError | OutOfMemoryError missing) {
            // The module jdk.jfr or memory is missing: nothing is recorded.
        }
    }

    private Events() {}

    /** Apart from the rest, since the JVM verifies a class as a whole: without the module this one cannot be loaded. */
    private static final class Start implements FlightRecorderListener {
        static void await() {
            FlightRecorder.addListener(new Start());
        }

        @Override
        public void recorderInitialized(FlightRecorder recorder) {
            try {
                FlightRecorder.addPeriodicEvent(LiveBuffersEvent.class, () -> commit(Periodic::liveBuffers));
                FlightRecorder.addPeriodicEvent(AllocationSiteEvent.class, () -> commit(Periodic::allocationSites));
                on = areLoaded();
            } catch (LinkageError | OutOfMemoryError shortage) {
                // Nothing is recorded.
            }
        }

        /** Loads all events, so that no later call lacks the memory for it. */
        private static boolean areLoaded() {
            return Stream.of(
                            BufferAllocateEvent.PROBE,
                            BufferAllocateFailureEvent.PROBE,
                            BufferAdoptEvent.PROBE,
                            BufferCloseEvent.PROBE,
                            BufferDroppedEvent.PROBE,
                            CpuAccessEvent.PROBE,
                            FenceWaitEvent.PROBE,
                            ReceiveEvent.PROBE,
                            SnapshotEvent.PROBE)
                    .noneMatch(Objects::isNull);
        }
    }

    private static void commit(Consumer<Periodic> events) {
        Periodic known = periodic;
        if (known != null) {
            events.accept(known);
        }
    }

    /** Commits events while somebody records, with the period of each. */
    public interface Periodic {
        /** Calls {@link Events#liveBuffers}. */
        void liveBuffers();

        /** Calls {@link Events#allocationSite} for each site. */
        void allocationSites();
    }

    /** Sets what commits the periodic events. */
    public static void set(Periodic events) {
        periodic = events;
    }

    /** Commits the numbers of the live buffers of this JVM. */
    public static void liveBuffers(long count, long memoryUsed, long totalCapacity) {
        if (on) {
            LiveBuffersEvent.commit(count, memoryUsed, totalCapacity);
        }
    }

    /** Commits the live buffers of one allocation site. */
    public static void allocationSite(List<StackTraceElement> stack, long count, long bytes) {
        if (on) {
            AllocationSiteEvent.commit(stack, count, bytes);
        }
    }

    /** Begins the event of an allocation. */
    public static @Nullable BufferAllocateEvent allocate() {
        return on && BufferAllocateEvent.PROBE.isEnabled() ? begun(BufferAllocateEvent::new) : null;
    }

    /** An allocation has failed. */
    public static void allocateFailed(String origin, long bytes, int errno) {
        if (on && BufferAllocateFailureEvent.PROBE.isEnabled()) {
            BufferAllocateFailureEvent.commit(origin, bytes, errno);
        }
    }

    /** A buffer was adopted or duplicated. */
    public static void adopted(BufferFacts buffer) {
        if (on && BufferAdoptEvent.PROBE.isEnabled()) {
            BufferAdoptEvent.commitOf(buffer);
        }
    }

    /** Begins the event of a close. The descriptor is still open. */
    public static @Nullable BufferCloseEvent close(BufferFacts buffer) {
        return on && BufferCloseEvent.PROBE.isEnabled() ? BufferCloseEvent.begun(buffer) : null;
    }

    /** Whether {@link #dropped} has to be called with the inode known before. */
    public static boolean areDropsWanted() {
        return on && BufferDroppedEvent.PROBE.isEnabled();
    }

    /** A dropped buffer was freed. */
    public static void dropped(BufferFacts buffer, String cause, @Nullable Throwable site) {
        if (areDropsWanted()) {
            BufferDroppedEvent.commit(buffer, cause, site);
        }
    }

    /** Begins the event of an access scope, before the wait for fences. */
    public static @Nullable CpuAccessEvent access(String mode) {
        return on && CpuAccessEvent.PROBE.isEnabled() ? begun(() -> new CpuAccessEvent().of(mode)) : null;
    }

    /** Begins the event of a wait for fences. */
    public static @Nullable FenceWaitEvent fenceWait() {
        return on && FenceWaitEvent.PROBE.isEnabled() ? begun(FenceWaitEvent::new) : null;
    }

    /** Begins the event of a message that is received. */
    public static @Nullable ReceiveEvent receive() {
        return on && ReceiveEvent.PROBE.isEnabled() ? begun(ReceiveEvent::new) : null;
    }

    /** Begins the event of a snapshot. */
    public static @Nullable SnapshotEvent snapshot() {
        return on && SnapshotEvent.PROBE.isEnabled() ? begun(SnapshotEvent::new) : null;
    }

    /** Fails where the memory for the maker is lacking. */
    private static <E extends Event> @Nullable E begun(Supplier<E> maker) {
        try {
            E event = maker.get();
            event.begin();
            return event;
        } catch (Throwable lost) {
            // The operation goes on without it.
            return null;
        }
    }
}
