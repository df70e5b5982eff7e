// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Processes whose ends one descriptor reports. Each takes a descriptor of its own, which stands for the process and not for its
 * number: a new process that gets the number is another one. For one thread at a time.
 */
public final class ProcessWatches implements AutoCloseable {
    private final NamedDescriptor set = new NamedDescriptor("a set of processes");
    private final Map<Integer, NamedDescriptor> processes = new HashMap<>();
    private @Nullable Epoll epoll;

    /**
     * Creates the set. Called once.
     *
     * @return 0, or the negative errno; the caller closes this in any case
     */
    public int open() {
        int result = set.own(Epoll.create());
        if (result >= 0) {
            epoll = Epoll.of(result);
        }
        return Math.min(result, 0);
    }

    /** The descriptor that can be read when a process has ended. */
    public int number() {
        return set.number();
    }

    /** Returns how many processes are watched. */
    public int size() {
        return processes.size();
    }

    /**
     * Watches a process.
     *
     * @return the descriptor of the process, for {@link #remove}, or the negative errno: ESRCH if there is no such process
     */
    public int add(int pid) {
        NamedDescriptor process = new NamedDescriptor("process " + pid);
        int result = process.own(ProcessCalls.open(pid));
        if (result < 0) {
            return result;
        }
        boolean watched = false;
        try {
            processes.put(result, process);
            int added = epoll().add(result, LibC.EPOLLIN());
            watched = added >= 0;
            return watched ? result : added;
        } finally {
            if (!watched) {
                processes.remove(result);
                process.close();
            }
        }
    }

    private Epoll epoll() {
        Epoll opened = epoll;
        if (opened == null) {
            throw new IllegalStateException("the set was not opened");
        }
        return opened;
    }

    /** Calls {@code ended} with the descriptor of each process that has ended. It is called again until the process is removed. */
    public void forEachEnded(IntConsumer ended) {
        if (Poller.happened(set.number(), LibC.POLLIN()) <= 0) {
            return;
        }
        Epoll ready = epoll();
        int count = ready.await();
        for (int i = 0; i < count; i++) {
            // First of all: an error in what follows must not lose an end.
            ready.rearm(ready.descriptor(i), LibC.EPOLLIN());
        }
        for (int i = 0; i < count; i++) {
            ended.accept(ready.descriptor(i));
        }
    }

    /** Ends the watch of a process. */
    public void remove(int pidfd) {
        NamedDescriptor process = processes.remove(pidfd);
        if (process != null) {
            epoll().remove(pidfd);
            process.close();
        }
    }

    @Override
    public void close() {
        processes.values().forEach(NamedDescriptor::close);
        processes.clear();
        set.close();
    }
}
