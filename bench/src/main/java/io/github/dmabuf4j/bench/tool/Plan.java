// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The jobs of a run, and how they are divided among workers. */
record Plan(List<Job> jobs) {

    static Plan of(Suite suite, boolean quick, Optional<Pattern> only) {
        return new Plan(Catalog.jobs(suite).stream()
                .filter(job -> !quick || job.isHeadline())
                .filter(job -> only.isEmpty() || only.get().matcher(job.label()).find())
                .toList());
    }

    /**
     * Divides the plan into parts of about the same size. Jobs with the same C operation stay together, because its turns
     * are one figure.
     */
    List<Plan> shares(int count) {
        Map<String, List<Job>> groups =
                jobs.stream().collect(Collectors.groupingBy(Plan::group, LinkedHashMap::new, Collectors.toList()));
        List<List<Job>> shares = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shares.add(new ArrayList<>());
        }
        groups.values().stream()
                .sorted(Comparator.comparing(List<Job>::size).reversed())
                .forEach(group -> shares.stream()
                        .min(Comparator.comparing(List::size))
                        .orElseThrow()
                        .addAll(group));
        return shares.stream().filter(share -> !share.isEmpty()).map(Plan::new).toList();
    }

    private static String group(Job job) {
        return job.peer().map(Peer::operation).orElse(job.operation()) + job.parameters();
    }

    /** Returns the C operations of the jobs, without repetition. */
    List<Peer> peers() {
        return jobs.stream().flatMap(job -> job.peer().stream()).distinct().toList();
    }

    /** Returns the jobs that fulfil a condition. */
    Plan where(Predicate<Job> condition) {
        return new Plan(jobs.stream().filter(condition).toList());
    }

    /** Returns the labels, which identify the jobs to a worker. */
    List<String> labels() {
        return jobs.stream().map(Job::label).toList();
    }

    static Plan ofLabels(String... labels) {
        List<String> wanted = Arrays.asList(labels);
        return new Plan(Catalog.jobs().stream()
                .filter(job -> wanted.contains(job.label()))
                .toList());
    }
}
