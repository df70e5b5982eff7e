// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import io.github.dmabuf4j.DmaBufException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What happens to all buffers of the machine, while this is open: by the kernel's tracepoints (Linux 7.0), or by probes at its
 * functions (Linux 6.6), in an instance of tracefs of its own. For one thread.
 */
public final class LiveTrace implements AutoCloseable {
    /** How many reads of a page one call makes at most, so that its caller can end in a flood of events. */
    private static final int READS = 64;

    private static final int PAGE = 4096;

    /**
     * How long events wait to be read. The kernel learns the process of a thread, and its name, when the thread stops running: of a
     * process that ends at once, nothing else has them.
     */
    private static final int SETTLING_MILLISECONDS = 50;

    private final TraceInstance instance;
    private final TracePipe pipe;
    private final TraceSource source;
    private final Set<EventKind> missing;
    private final TraceText text = new TraceText();
    private final EventProcesses processes = new EventProcesses("/proc");
    private final byte[] page = new byte[PAGE];

    /** Whether the last call left events. */
    private boolean isFlood;

    private LiveTrace(TraceInstance instance, TracePipe pipe, TraceSource source, Set<EventKind> missing) {
        this.instance = instance;
        this.pipe = pipe;
        this.source = source;
        this.missing = missing;
    }

    /**
     * Begins to record. Removes what earlier traces have left whose processes were killed.
     *
     * @param kinds what to record
     * @param bytesPerProcessor the kernel's buffer for events, on each processor
     * @return the trace, for the caller to close
     * @throws DmaBufException if the kernel has no tracefs, or none of these events by tracepoints or probes (ENOENT), tracefs is not
     *     mounted (ENOENT), this user may not use it (EACCES, EPERM), or there is no memory for the buffer (ENOMEM)
     */
    public static LiveTrace open(Set<EventKind> kinds, long bytesPerProcessor) throws DmaBufException {
        TraceFileSystem tracefs = new TraceFileSystem(TraceFileSystem.ROOTS, System.getProperty("os.version", ""));
        String root = tracefs.find();
        TraceInstance.removeLeft(root);
        TraceInstance instance = new TraceInstance(root, ProcessHandle.current().pid());
        instance.make();
        boolean isOpen = false;
        try {
            Set<EventKind> missing = enable(instance, kinds, bytesPerProcessor);
            if (missing.containsAll(kinds)) {
                throw tracefs.withoutEvents(root);
            }
            LiveTrace trace = begin(instance, TraceFileSystem.source(root), missing);
            isOpen = true;
            return trace;
        } finally {
            if (!isOpen) {
                instance.remove();
            }
        }
    }

    /** Returns the kinds that this kernel cannot record. */
    private static Set<EventKind> enable(TraceInstance instance, Set<EventKind> kinds, long bytesPerProcessor)
            throws DmaBufException {
        instance.configure(bytesPerProcessor);
        Set<EventKind> missing = EnumSet.noneOf(EventKind.class);
        for (EventKind kind : kinds) {
            if (!instance.enable(kind)) {
                missing.add(kind);
            }
        }
        return missing;
    }

    private static LiveTrace begin(TraceInstance instance, TraceSource source, Set<EventKind> missing)
            throws DmaBufException {
        TracePipe pipe = TracePipe.open(instance.path() + "/trace_pipe");
        boolean hasBegun = false;
        try {
            LiveTrace trace = new LiveTrace(instance, pipe, source, missing);
            instance.begin();
            hasBegun = true;
            return trace;
        } finally {
            if (!hasBegun) {
                pipe.close();
            }
        }
    }

    /** What the kernel reports the events by. */
    public TraceSource source() {
        return source;
    }

    /** The kinds of events that were wanted and that this kernel cannot record. */
    public Set<EventKind> missing() {
        return missing;
    }

    /**
     * Waits until there are events, at most so long, and passes on those that are there.
     *
     * @param patience zero to read what is there now
     * @return whether there can be more, without waiting
     * @throws DmaBufException if the kernel refuses to give them
     */
    public boolean read(Duration patience, TraceSink sink) throws DmaBufException {
        processes.forget();
        if (patience.isPositive() && !isFlood && pipe.await(patience)) {
            settle();
        }
        TraceSink completing = completing(sink);
        for (int reads = 0; reads < READS; reads++) {
            int count = pipe.read(page);
            if (count == 0) {
                isFlood = false;
                return false;
            }
            text.add(page, count, completing);
        }
        isFlood = true;
        return true;
    }

    private static void settle() {
        try {
            Thread.sleep(SETTLING_MILLISECONDS);
        } catch (InterruptedException interrupt) {
            // The caller ends.
            Thread.currentThread().interrupt();
        }
    }

    private TraceSink completing(TraceSink sink) {
        return new TraceSink() {
            @Override
            public void event(TraceEvent event) {
                sink.event(processes.complete(event));
            }

            @Override
            public void lost(long count, int processor) {
                sink.lost(count, processor);
            }

            @Override
            public void notUnderstood(String line) {
                sink.notUnderstood(line);
            }
        };
    }

    /**
     * Ends the recording. What was recorded can still be read.
     *
     * @throws DmaBufException if the kernel refuses it
     */
    public void end() throws DmaBufException {
        instance.end();
    }

    /** How many events the kernel could not keep since the beginning. */
    public long lost() {
        return instance.lost();
    }

    /**
     * Removes the instance and its probes.
     *
     * @throws DmaBufException if that fails: EBUSY if another program has opened a file of the instance
     */
    @Override
    public void close() throws DmaBufException {
        pipe.close();
        instance.remove();
    }
}
