// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Checkout;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/conformance.md} lists every case and the tests that hold it, as they are in the sources. */
class ConformanceDocumentTest {
    private static final int ROWS = 32;
    private static final int FIELD_CASES = 31;

    private static final Pattern CASE = Pattern.compile("### (Row|Field case) ([0-9]+)");
    private static final Pattern TEST = Pattern.compile("- `([^`]+)`");

    /** How the name of a test begins that belongs to a case. */
    private static final Pattern NUMBERED = Pattern.compile("(?:.*#|vm/test )(row|f)([0-9]{2})_.*");

    private static final List<String> TESTS = Sources.tests(Checkout.root());
    private static final List<Entry> DOCUMENT = document();

    /** A test below the heading of a case: {@code row07} or {@code f07}. */
    private record Entry(String number, String test) {}

    private static List<Entry> document() {
        List<Entry> entries = new ArrayList<>();
        String number = "";
        String text =
                Markdown.read(Checkout.root().resolve("docs/conformance.md")).text();
        for (String line : text.lines().toList()) {
            Matcher heading = CASE.matcher(line);
            Matcher test = TEST.matcher(line);
            if (heading.lookingAt()) {
                number = number(heading.group(1).equals("Row") ? "row" : "f", Integer.parseInt(heading.group(2)));
            } else if (test.matches()) {
                entries.add(new Entry(number, test.group(1)));
            }
        }
        return entries;
    }

    private static String number(String kind, int number) {
        return "%s%02d".formatted(kind, number);
    }

    @Test
    void everyCaseHasATest() {
        Stream<String> rows = IntStream.rangeClosed(1, ROWS).mapToObj(row -> number("row", row));
        Stream<String> fieldCases = IntStream.rangeClosed(1, FIELD_CASES).mapToObj(field -> number("f", field));

        assertThat(DOCUMENT.stream().map(Entry::number).distinct())
                .containsExactlyElementsOf(Stream.concat(rows, fieldCases).toList());
    }

    @Test
    void everyTestInTheDocumentExists() {
        assertThat(TESTS).containsAll(DOCUMENT.stream().map(Entry::test).toList());
    }

    @Test
    void everyTestThatIsNamedAfterACaseIsInTheDocument() {
        assertThat(DOCUMENT)
                .as("docs/conformance.md must list each of these below its case")
                .containsAll(
                        TESTS.stream().flatMap(ConformanceDocumentTest::entry).toList());
    }

    @Test
    void noTestIsListedTwice() {
        assertThat(DOCUMENT).doesNotHaveDuplicates();
    }

    private static Stream<Entry> entry(String test) {
        Matcher numbered = NUMBERED.matcher(test);
        return numbered.matches() ? Stream.of(new Entry(numbered.group(1) + numbered.group(2), test)) : Stream.empty();
    }
}
