// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.Limit;
import io.github.dmabuf4j.stats.LimitReached;
import io.github.dmabuf4j.stats.ProcessEnd;
import io.github.dmabuf4j.stats.Trigger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What a sample was taken for, in words. */
final class TriggerText {
    private static final int MOST = 5;

    /** Those that end processes most, by their numbers on all architectures that have DMA-BUFs. */
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11, "SIGSEGV",
            13, "SIGPIPE", 15, "SIGTERM");

    private TriggerText() {}

    /** The triggers of a sample, separated by semicolons; a dash where there are none. */
    static String of(List<Trigger> triggers) {
        if (triggers.isEmpty()) {
            return PageText.UNKNOWN;
        }
        String more = triggers.size() > MOST ? "; and " + (triggers.size() - MOST) + " more" : "";
        return triggers.stream().limit(MOST).map(TriggerText::of).collect(Collectors.joining("; ")) + more;
    }

    private static String of(Trigger trigger) {
        return trigger instanceof ProcessEnd end ? process(end) + " " + cause(end) : of((LimitReached) trigger);
    }

    /** The name and the number of a process. */
    static String process(ProcessEnd end) {
        return PageText.process(end.name(), end.process().pid());
    }

    /** How a process has ended. */
    static String cause(ProcessEnd end) {
        return switch (end.cause()) {
            case EXITED -> "exited" + number(" with ", end.code());
            case KILLED -> "killed by " + signal(end.code());
            case OOM_KILLED -> "killed for lack of memory";
            case UNKNOWN -> "ended; the kernel did not report how";
        };
    }

    private static String signal(OptionalInt number) {
        return number.isPresent() ? SIGNALS.getOrDefault(number.getAsInt(), "signal " + number.getAsInt()) : "a signal";
    }

    private static String number(String before, OptionalInt code) {
        return code.isPresent() ? before + code.getAsInt() : "";
    }

    private static String of(LimitReached reached) {
        Limit limit = reached.limit();
        String whose = limit.subject() == Limit.Subject.TOTAL
                ? "all buffers"
                : limit.subject().name().toLowerCase(Locale.ROOT) + " " + PageText.safe(reached.name());
        return limit.within()
                .map(time -> whose + ": " + PageText.sizeChange(reached.bytes()) + " within " + TimeFormat.of(time)
                        + " (limit " + PageText.size(limit.bytes()) + ")")
                .orElseGet(() -> whose + ": " + PageText.size(reached.bytes()) + " (limit "
                        + PageText.size(limit.bytes()) + ")");
    }
}
