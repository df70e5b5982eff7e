// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Compares two runs. Only differences that exceed the variation between runs of the same code count. */
final class Comparison {
    private static final double TOLERANCE = 0.05;

    private final List<Change> changes;
    private final int compared;

    /** One figure in both runs. */
    private record Change(String label, double before, double after) {
        boolean isSlower() {
            return after > before * (1 + TOLERANCE);
        }

        boolean isFaster() {
            return after < before * (1 - TOLERANCE);
        }

        String line() {
            String direction = isSlower() ? "slower" : "faster";
            double percent = (after / before - 1) * 100;
            return String.format(Locale.ROOT, "%s  %+6.1f %%  %s", direction, percent, label)
                    + String.format(Locale.ROOT, ": %,.0f -> %,.0f", before, after);
        }
    }

    Comparison(Results old, Results now) {
        List<Change> all =
                now.figures().stream().flatMap(figure -> change(old, figure)).toList();
        compared = all.size();
        changes = all.stream()
                .filter(change -> change.isSlower() || change.isFaster())
                .toList();
    }

    private static Stream<Change> change(Results old, Measurement figure) {
        return old.find(figure.label()).stream()
                .map(before -> new Change(figure.label(), before.nanoseconds(), figure.nanoseconds()));
    }

    boolean hasSlower() {
        return changes.stream().anyMatch(Change::isSlower);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        changes.forEach(change -> lines.add(change.line()));
        lines.add(compared + " figures compared, " + changes.size() + " changed by more than 5 %");
        return lines;
    }
}
