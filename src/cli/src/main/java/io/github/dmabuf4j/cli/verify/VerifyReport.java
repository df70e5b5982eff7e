// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The results of {@code verify}, and what it did not check, as lines of text or as JSON. */
public final class VerifyReport {
    private static final String NO_BUFFER = "there is no buffer";

    private final Set<String> required;
    private final Map<Subject, List<CheckResult>> verified = new LinkedHashMap<>();
    private final Map<Subject, List<String>> notRun = new LinkedHashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final Map<String, String> notUsable = new LinkedHashMap<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();

    /**
     * Creates an empty report.
     *
     * @param required names of sources and kinds of allocators without which the verification fails
     */
    public VerifyReport(Set<String> required) {
        this.required = required;
    }

    public void add(Subject subject, CheckResult result) {
        verified.computeIfAbsent(subject, key -> new ArrayList<>()).add(result);
    }

    /** Adds checks that were not run, because there was no buffer. */
    public void addNotRun(Subject subject, List<String> checks) {
        notRun.put(subject, checks);
    }

    /** Adds another name of a heap, which is verified under the name {@code verified}. */
    public void addAlias(String heap, String verified) {
        aliases.put(heap, verified);
    }

    public void addNotUsable(String heap, String reason) {
        notUsable.put(heap, reason);
    }

    /** Adds a source, a kind of allocator or a property that could not be checked. It is a failure if it is required. */
    public void addSkipped(String name, String reason) {
        (required.contains(name) ? missing : skipped).put(name, reason);
    }

    /** Whether no check has failed, and nothing that is required is missing. */
    public boolean hasSucceeded() {
        return failed() == 0 && missing.isEmpty();
    }

    private long checks() {
        return verified.values().stream().mapToLong(List::size).sum();
    }

    private long failed() {
        return verified.values().stream()
                .flatMap(List::stream)
                .filter(result -> !result.passed())
                .count();
    }

    private long skipped() {
        return skipped.size() + notRun.values().stream().mapToLong(List::size).sum();
    }

    public static String line(Subject subject, CheckResult result) {
        String start = (result.passed() ? "ok    " : "FAIL  ") + TerminalEscape.of(subject.name()) + "  "
                + result.check() + ": " + result.seen();
        return result.passed() ? start : start + " (expected: " + result.expected() + ")";
    }

    /** The line about checks that were not run, because there was no buffer. */
    public static String notRunLine(Subject subject, List<String> checks) {
        return "skip  " + TerminalEscape.of(subject.name()) + "  " + counted(checks.size(), "check", "checks") + ": "
                + NO_BUFFER;
    }

    /** The lines after those of the checks. */
    public List<String> closingLines() {
        List<String> lines = new ArrayList<>();
        aliases.forEach((heap, verified) -> lines.add(rest(heap, "the same heap as " + TerminalEscape.of(verified))));
        notUsable.forEach((heap, reason) -> lines.add(rest(heap, "not verified: " + TerminalEscape.sentence(reason))));
        skipped.forEach((name, reason) -> lines.add("skip  " + name + ": " + TerminalEscape.sentence(reason)));
        missing.forEach(
                (name, reason) -> lines.add("FAIL  " + name + " is required: " + TerminalEscape.sentence(reason)));
        lines.add(summary());
        return lines;
    }

    private static String rest(String heap, String clause) {
        return "----  " + TerminalEscape.of(heap) + "  " + clause;
    }

    private String summary() {
        String names = aliases.isEmpty() ? "" : ", " + counted(aliases.size(), "alias", "aliases");
        String unusable = notUsable.isEmpty() ? "" : ", " + notUsable.size() + " not usable";
        String outcome = failed() == 0 ? "all passed" : failed() + " failed";
        String notChecked = skipped() == 0 ? "" : "; " + skipped() + " skipped";
        String lacking = missing.isEmpty() ? "" : "; required and missing: " + String.join(", ", missing.keySet());
        return counted(checks(), "check", "checks") + " on " + subjects() + names + unusable + ": " + outcome
                + notChecked + lacking;
    }

    private String subjects() {
        long heaps = of(Allocator.HEAP).count();
        boolean udmabuf = verified.containsKey(Subject.UDMABUF);
        String counted = counted(heaps, "heap", "heaps");
        return !udmabuf ? counted : heaps == 0 ? "udmabuf" : counted + " and udmabuf";
    }

    private Stream<Subject> of(Allocator kind) {
        return verified.keySet().stream().filter(subject -> subject.kind() == kind);
    }

    private static String counted(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("heaps", heapDocuments());
        of(Allocator.UDMABUF).forEach(udmabuf -> document.put(udmabuf.name(), ordered("checks", results(udmabuf))));
        document.put("checks", checks());
        document.put("failed", failed());
        document.put("skipped", skippedDocuments());
        document.put("required", List.copyOf(required));
        document.put("missing", reasons(missing));
        return document;
    }

    private List<Object> heapDocuments() {
        List<Object> heaps = new ArrayList<>();
        of(Allocator.HEAP).forEach(heap -> heaps.add(ordered("heap", heap.name(), "checks", results(heap))));
        aliases.forEach((heap, verified) -> heaps.add(ordered("heap", heap, "sameAs", verified)));
        notUsable.forEach((heap, reason) -> heaps.add(ordered("heap", heap, "notUsable", reason)));
        return heaps;
    }

    private List<Object> results(Subject subject) {
        return verified.getOrDefault(subject, List.of()).stream()
                .map(VerifyReport::document)
                .toList();
    }

    private static Object document(CheckResult result) {
        Map<String, Object> check = ordered("check", result.check(), "passed", result.passed());
        check.put("expected", result.expected());
        check.put("seen", result.seen());
        result.source().ifPresent(source -> check.put("source", source));
        return check;
    }

    private List<Object> skippedDocuments() {
        List<Object> documents = new ArrayList<>();
        notRun.forEach((subject, checks) -> checks.forEach(
                check -> documents.add(ordered("name", check, "of", subject.name(), "reason", NO_BUFFER))));
        documents.addAll(reasons(skipped));
        return documents;
    }

    private static List<Object> reasons(Map<String, String> reasons) {
        List<Object> documents = new ArrayList<>();
        reasons.forEach((name, reason) -> documents.add(ordered("name", name, "reason", reason)));
        return documents;
    }

    /** A map of keys and values in this order. */
    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
