// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.stack.ExportStacks;
import io.github.dmabuf4j.internal.stack.StackNames;
import io.github.dmabuf4j.internal.sys.PidNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What happens to all buffers of the machine, while this is open: by the kernel's tracepoints (Linux 7.0), or by probes at its
 * functions (Linux 6.6), in an instance of tracefs of its own. For one thread.
 */
public final class LiveTrace implements AutoCloseable {
    /** How many reads of a page one call makes at most, so that its caller can end in a flood of events. */
    private static final int READS = 64;

    private static final int PAGE = 4096;
    private static final String PROCFS = "/proc";

    /**
     * How long events wait to be read. The kernel learns the process of a thread, and its name, when the thread stops running: of a
     * process that ends at once, nothing else has them.
     */
    private static final int SETTLING_MILLISECONDS = 50;

    private final TraceInstance instance;
    private final TracePipe pipe;
    private final Optional<ExportStacks> stacks;
    private final String stackProblem;
    private final boolean hasNames;
    private final TraceSource source;
    private final Set<EventKind> missing;
    private final TraceText text = new TraceText();
    private final EventProcesses processes = new EventProcesses(PROCFS);
    private final StackNames names = new StackNames(PROCFS);
    private final byte[] page = new byte[PAGE];

    /** Whether the last call left events. */
    private boolean isFlood;

    private LiveTrace(
            TraceInstance instance, TracePipe pipe, StackSource stacks, TraceSource source, Set<EventKind> missing) {
        this.instance = instance;
        this.pipe = pipe;
        this.stacks = stacks.found();
        this.stackProblem = stacks.problem();
        this.hasNames = stacks.hasNames();
        this.source = source;
        this.missing = missing;
    }

    /**
     * Stacks.
     *
     * @param problem a clause that says why there are none, or why their frames have no names; empty if they have
     */
    private record StackSource(Optional<ExportStacks> found, boolean hasNames, String problem) {
        private static final String NO_NAMES = "frames are addresses without names: " + PROCFS
                + " does not show the processes of the whole machine; run outside of a container";

        static StackSource open(TraceInstance instance, boolean isWanted, long bytesPerProcessor) {
            if (!isWanted) {
                return new StackSource(Optional.empty(), false, "");
            }
            // The kernel reports processes by their numbers in its first pid namespace. In another one these are other
            // processes.
            boolean hasNames = new PidNamespace(Path.of(PROCFS)).isInitial();
            try {
                String event = instance.description(EventKind.EXPORT);
                ExportStacks stacks = ExportStacks.open(event, bytesPerProcessor);
                return new StackSource(Optional.of(stacks), hasNames, hasNames ? "" : NO_NAMES);
            } catch (DmaBufException refused) {
                return new StackSource(Optional.empty(), false, "no stacks: " + refused.getMessage());
            }
        }

        void close() {
            found.ifPresent(ExportStacks::close);
        }
    }

    /**
     * Begins to record. Removes what earlier traces have left whose processes were killed.
     *
     * @param kinds what to record
     * @param withStacks whether to record where in its program each buffer is made
     * @param bytesPerProcessor the kernel's buffer for events, on each processor; stacks have another one of this size
     * @return the trace, for the caller to close
     * @throws DmaBufException if the kernel has no tracefs, or none of these events by tracepoints or probes (ENOENT), tracefs is not
     *     mounted (ENOENT), this user may not use it (EACCES, EPERM), or there is no memory for the buffer (ENOMEM)
     */
    public static LiveTrace open(Set<EventKind> kinds, boolean withStacks, long bytesPerProcessor)
            throws DmaBufException {
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
            StackSource stacks = StackSource.open(instance, withStacks, bytesPerProcessor);
            LiveTrace trace = begin(instance, stacks, TraceFileSystem.source(root), missing);
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

    /** Closes the stacks if it fails. */
    private static LiveTrace begin(
            TraceInstance instance, StackSource stacks, TraceSource source, Set<EventKind> missing)
            throws DmaBufException {
        boolean hasBegun = false;
        try {
            TracePipe pipe = TracePipe.open(instance.path() + "/trace_pipe");
            LiveTrace trace = begin(new LiveTrace(instance, pipe, stacks, source, missing));
            hasBegun = true;
            return trace;
        } finally {
            if (!hasBegun) {
                stacks.close();
            }
        }
    }

    /** Closes the pipe if it fails. */
    private static LiveTrace begin(LiveTrace trace) throws DmaBufException {
        boolean hasBegun = false;
        try {
            trace.instance.begin();
            hasBegun = true;
            return trace;
        } finally {
            if (!hasBegun) {
                trace.pipe.close();
            }
        }
    }

    /** Whether there are stacks. */
    public boolean hasStacks() {
        return stacks.isPresent();
    }

    /** Why there are no stacks, or no names in them; empty if there are, or they are not wanted. */
    public String stackProblem() {
        return stackProblem;
    }

    /** How many stacks the kernel could not keep since the beginning, or whose events did not come. */
    public long lostStacks() {
        return stacks.map(ExportStacks::lost).orElse(0L);
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
        names.forget();
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
            // The kernel records the stack of an event after the event.
            stacks.ifPresent(ExportStacks::read);
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
                sink.event(withStack(processes.complete(event)));
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

    private TraceEvent withStack(TraceEvent event) {
        return event.kind() == EventKind.EXPORT
                ? stacks.map(all -> event.at(frames(event.pid(), all.take(event.inode()))))
                        .orElse(event)
                : event;
    }

    private List<String> frames(int pid, long[] addresses) {
        return hasNames ? names.of(pid, addresses) : StackNames.none(addresses);
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
        // The kernel keeps a probe that is in use.
        stacks.ifPresent(ExportStacks::close);
        instance.remove();
    }
}
