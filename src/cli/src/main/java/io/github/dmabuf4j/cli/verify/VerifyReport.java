// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results of {@code verify} for each heap, as lines of text or as JSON. */
public final class VerifyReport {
    private final Map<String, List<CheckResult>> verified = new LinkedHashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final Map<String, String> notUsable = new LinkedHashMap<>();

    public void add(String heap, CheckResult result) {
        verified.computeIfAbsent(heap, name -> new ArrayList<>()).add(result);
    }

    /** Adds another name of a heap, which is verified under the name {@code verified}. */
    public void addAlias(String heap, String verified) {
        aliases.put(heap, verified);
    }

    public void addNotUsable(String heap, String reason) {
        notUsable.put(heap, reason);
    }

    public boolean allPassed() {
        return failed() == 0;
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

    /** The lines after those of the checks. */
    public List<String> closingLines() {
        List<String> lines = new ArrayList<>();
        aliases.forEach((heap, verified) -> lines.add(rest(heap, "the same heap as " + TerminalEscape.of(verified))));
        notUsable.forEach((heap, reason) -> lines.add(rest(heap, "not verified: " + TerminalEscape.sentence(reason))));
        lines.add(summary());
        return lines;
    }

    private static String rest(String heap, String clause) {
        return "----  " + TerminalEscape.of(heap) + "  " + clause;
    }

    public static String line(String heap, CheckResult result) {
        String start = (result.passed() ? "ok    " : "FAIL  ") + TerminalEscape.of(heap) + "  " + result.check() + ": "
                + result.seen();
        return result.passed() ? start : start + " (expected: " + result.expected() + ")";
    }

    private String summary() {
        String heaps = verified.size() + (verified.size() == 1 ? " heap" : " heaps");
        String names = aliases.isEmpty() ? "" : ", " + aliases.size() + (aliases.size() == 1 ? " alias" : " aliases");
        String rest = names + (notUsable.isEmpty() ? "" : ", " + notUsable.size() + " not usable");
        String outcome = failed() == 0 ? "all passed" : failed() + " failed";
        return checks() + " checks on " + heaps + rest + ": " + outcome;
    }

    public Map<String, Object> document() {
        List<Object> heaps = new ArrayList<>();
        verified.forEach((heap, results) -> heaps.add(ordered(
                "heap",
                heap,
                "checks",
                results.stream().map(VerifyReport::document).toList())));
        aliases.forEach((heap, verified) -> heaps.add(ordered("heap", heap, "sameAs", verified)));
        notUsable.forEach((heap, reason) -> heaps.add(ordered("heap", heap, "notUsable", reason)));
        Map<String, Object> document = ordered("heaps", heaps, "checks", checks());
        document.put("failed", failed());
        return document;
    }

    private static Map<String, Object> document(CheckResult result) {
        Map<String, Object> check = ordered("check", result.check(), "passed", result.passed());
        check.put("expected", result.expected());
        check.put("seen", result.seen());
        return check;
    }

    private static Map<String, Object> ordered(String firstKey, Object first, String secondKey, Object second) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(firstKey, first);
        map.put(secondKey, second);
        return map;
    }
}
