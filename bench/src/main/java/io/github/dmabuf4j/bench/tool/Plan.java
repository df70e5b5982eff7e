// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What one run measures, and how it is shared out. */
record Plan(List<Job> jobs) {

    static Plan of(boolean quick, Optional<Pattern> only) {
        return new Plan(Catalog.jobs().stream()
                .filter(job -> !quick || job.isHeadline())
                .filter(job -> only.isEmpty() || only.get().matcher(job.label()).find())
                .toList());
    }

    /**
     * Parts of about the same size. What is compared with the same C operation stays together: that is one figure.
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

    /** The peers of these jobs, each once. */
    List<Peer> peers() {
        return jobs.stream().flatMap(job -> job.peer().stream()).distinct().toList();
    }

    /** What can be measured where the kernel does not tell the attachments. */
    Plan withoutAttachments() {
        return new Plan(jobs.stream().filter(job -> !job.needsAttachments()).toList());
    }

    /** The labels, for the process that does the work. */
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
