// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Counts system calls in the output of strace: those of the thread that marks an operation, between its two marks. */
final class TraceParser {
    static final String BEGIN = "/dmabuf4j-bench-begin-";
    static final String END = "/dmabuf4j-bench-end";

    /** Marks the beginning of an operation that is not counted. */
    static final String IGNORED = "/dmabuf4j-bench-ignored";

    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\(.*");
    private static final Pattern BEGIN_CALL = Pattern.compile(".*\"" + BEGIN + "(\\d+)\".*");

    private final List<SortedMap<String, Double>> totals = new ArrayList<>();
    private final List<Integer> operations = new ArrayList<>();
    private String thread = "";
    private int job;

    private TraceParser(int jobs) {
        for (int i = 0; i < jobs; i++) {
            totals.add(new TreeMap<>());
            operations.add(0);
        }
    }

    /** Returns, for each job, the calls of one operation by name. */
    static List<SortedMap<String, Double>> of(Stream<String> trace, int jobs) {
        TraceParser count = new TraceParser(jobs);
        // When another thread's call interrupts one, strace writes a second line, which has another form.
        trace.map(CALL::matcher).filter(Matcher::matches).forEach(count::call);
        return count.perOperation();
    }

    private void call(Matcher call) {
        Matcher begin = BEGIN_CALL.matcher(call.group());
        if (begin.matches()) {
            thread = call.group(1);
            job = Integer.parseInt(begin.group(1));
            operations.set(job, operations.get(job) + 1);
        } else if (call.group().contains('"' + END + '"')) {
            thread = "";
        } else if (call.group(1).equals(thread)) {
            totals.get(job).merge(call.group(2), 1.0, Double::sum);
        }
    }

    private List<SortedMap<String, Double>> perOperation() {
        for (int i = 0; i < totals.size(); i++) {
            int count = operations.get(i);
            totals.get(i).replaceAll((name, total) -> total / count);
        }
        return totals;
    }
}
