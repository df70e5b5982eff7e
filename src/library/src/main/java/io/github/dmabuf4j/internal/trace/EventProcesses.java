// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import io.github.dmabuf4j.internal.sys.KernelFile;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the processes of events. The kernel reports the thread and its name: the name of a process is that of its first thread. A
 * thread that has run since before the trace began has no known process; procfs has it while it lives.
 */
final class EventProcesses {
    private static final Pattern PROCESS = Pattern.compile("^Tgid:\\s*([0-9]{1,9})$", Pattern.MULTILINE);

    private final String root;
    private final Map<Integer, String> names = new HashMap<>();

    /** Reads procfs, mounted at {@code root}. */
    EventProcesses(String root) {
        this.root = root;
    }

    /** Forgets the names of processes, which can change. */
    void forget() {
        names.clear();
    }

    /** The event with its process, as far as that is known. */
    TraceEvent complete(TraceEvent event) {
        int pid = event.pid() == 0 ? processOf(event.thread()) : event.pid();
        boolean isFirst = pid == event.thread() && !event.command().isEmpty();
        String name = isFirst || pid == 0 ? event.command() : names.computeIfAbsent(pid, this::nameOf);
        return event.by(pid, name.isEmpty() ? event.command() : name);
    }

    private int processOf(int thread) {
        Matcher status = PROCESS.matcher(
                KernelFile.readAll(root + "/" + thread + "/status").text());
        return status.find() ? Integer.parseInt(status.group(1)) : 0;
    }

    /** The name without the line end that the kernel adds; empty if the process has ended. */
    private String nameOf(int pid) {
        String text = KernelFile.readAll(root + "/" + pid + "/comm").text();
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
