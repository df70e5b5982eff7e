// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.io.File;
import java.util.List;
import org.openjdk.jmh.annotations.Level;

/** The program that runs under strace. It does a few operations of each job, each between two calls that mark it in the trace. */
final class TracedMain {
    private static final int CALLS = 3;
    private static final int MANY_BUFFERS = 100;

    private TracedMain() {}

    public static void main(String[] labels) {
        List<Job> jobs = Plan.ofLabels(labels).jobs();
        for (int i = 0; i < jobs.size(); i++) {
            trace(jobs.get(i), i);
        }
    }

    private static void trace(Job job, int index) {
        JobState state = new JobState(job);
        state.setUp(Level.Trial);
        int calls = job.operationsPerCall() > MANY_BUFFERS ? 1 : CALLS;
        // The first calls load classes.
        for (int i = -calls; i < calls; i++) {
            state.setUp(Level.Invocation);
            mark(i < 0 ? TraceParser.IGNORED : TraceParser.BEGIN + index);
            state.call();
            mark(TraceParser.END);
        }
        state.tearDown(Level.Trial);
    }

    /** Makes a system call that appears in the trace, on a file that does not exist. */
    private static void mark(String path) {
        if (new File(path).exists()) {
            throw new FailureException(path + " exists");
        }
    }
}
