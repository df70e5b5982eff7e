// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.debugfs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of bufinfo about a fence, with the line end before it. The line itself can contain line ends.
 *
 * @param fence what the line reports
 * @param end where the line ends in the text
 */
record FenceLine(BufinfoFence fence, int end) {
    /** How the line of any fence begins. */
    private static final String START = "\n\t(\\S+) fence:";

    /**
     * A timeline can have the name of a process: at most 15 bytes, which may contain line ends and look like another line.
     * Other names have no line end.
     */
    private static final String TIMELINE = "([^\n]*?|.{0,15}?)";

    private static final String END = " (un)?signalled";

    /** A form of the line, and the numbers of the groups of its fields. */
    private record Form(Pattern pattern, int driver, int timeline, int context, int seqno, int unsignaled) {}

    private static final int NONE = 0;

    /** First the forms before the line of another fence, or at the end; then those before an unknown line. */
    private static final List<Form> FORMS = Stream.of("(?=\n\t\\S+ fence:|\\z)", "(?=\n\t)")
            .flatMap(FenceLine::forms)
            .toList();

    private static Stream<Form> forms(String next) {
        return Stream.of(
                // After Linux 6.18: both names of a signaled fence are empty.
                new Form(pattern("([0-9]+):([0-9]+) " + TIMELINE + " (\\S*)", next), 5, 4, 2, 3, 6),
                // From Linux 6.0 on.
                new Form(pattern("(\\S+) " + TIMELINE + " seq ([0-9]+)", next), 2, 3, NONE, 4, 5),
                // Before.
                new Form(pattern(" (\\S+) " + TIMELINE, next), 2, 3, NONE, NONE, 4));
    }

    /** The words for a usage before Linux 6.0. */
    private static final Map<String, String> USAGES = Map.of("Exclusive", "write", "Shared", "read");

    private static Pattern pattern(String fields, String next) {
        return Pattern.compile(START + fields + END + next, Pattern.DOTALL);
    }

    /** The line that begins here; empty if it has no known form. */
    static Optional<FenceLine> at(String text, int start) {
        for (Form form : FORMS) {
            Matcher line = form.pattern().matcher(text).region(start, text.length());
            if (line.lookingAt()) {
                return of(line, form);
            }
        }
        return Optional.empty();
    }

    private static Optional<FenceLine> of(Matcher line, Form form) {
        try {
            String usage = line.group(1);
            BufinfoFence fence = new BufinfoFence(
                    USAGES.getOrDefault(usage, usage),
                    line.group(form.driver()),
                    line.group(form.timeline()),
                    number(line, form.context()),
                    number(line, form.seqno()),
                    line.group(form.unsignaled()) == null);
            return Optional.of(new FenceLine(fence, line.end()));
        } catch (NumberFormatException tooLong) {
            return Optional.empty();
        }
    }

    private static OptionalLong number(Matcher line, int group) {
        return group == NONE ? OptionalLong.empty() : OptionalLong.of(Long.parseUnsignedLong(line.group(group)));
    }
}
