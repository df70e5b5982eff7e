// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
    private static final List<String> WORDS =
            List.of("ls", "ps", "usage", "show", "record", "report", "--sort", "--size");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "sl, ls", // swapped
                "lss, ls", // one too many
                "USAGE, usage",
                "usge, usage", // one missing
                "usake, usage", // another one
                "rec, record", // the beginning
                "re, record report",
                "szie, --size",
                "-sort, --sort",
                "---size, --size"
            })
    void aSmallSlipIsUnderstood(String word, String meant) {
        assertThat(DidYouMean.similar(word, WORDS)).startsWith(meant.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"frobnicate", "s", "''", "--", "shwxx", "size-of-all"})
    void anythingElseIsNot(String word) {
        assertThat(DidYouMean.clause(word, WORDS)).isEmpty();
    }

    @Test
    void theNearestComesFirstAndThreeAreEnough() {
        assertThat(DidYouMean.clause("ab", List.of("abcde", "abd", "ac", "abcd", "b")))
                .isEqualTo("; did you mean 'abd', 'ac' or 'b'?");
        assertThat(DidYouMean.clause("systm", List.of("system", "reserved"))).isEqualTo("; did you mean 'system'?");
    }

    /** It is known: something else is wrong with it. */
    @Test
    void aKnownWordIsNotSuggested() {
        assertThat(DidYouMean.clause("ls", WORDS)).isEmpty();
    }
}
