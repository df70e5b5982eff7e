// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jline.utils.Levenshtein;

/** Finds, among the words that are known, those that a user may have meant by another one. */
public final class DidYouMean {
    private static final int SHOWN = 3;
    /** One wrong character is allowed for each so many. */
    private static final int LENGTH_OF_AN_ERROR = 3;

    private DidYouMean() {}

    /**
     * The end of a sentence about a word that is not known: {@code ; did you mean 'size'?}, or nothing.
     *
     * @param known words as they are printed
     */
    public static String clause(String word, Collection<String> known) {
        List<String> similar = known.contains(word) ? List.of() : similar(word, known);
        return similar.isEmpty() ? "" : "; did you mean " + alternatives(similar) + "?";
    }

    /** Joins words in quotes: {@code 'a', 'b' or 'c'}. */
    private static String alternatives(List<String> words) {
        List<String> quoted = words.stream().map(word -> "'" + word + "'").toList();
        int last = quoted.size() - 1;
        return last == 0 ? quoted.get(0) : String.join(", ", quoted.subList(0, last)) + " or " + quoted.get(last);
    }

    /** The words that differ by few characters or begin with the given one, the nearest first. */
    static List<String> similar(String word, Collection<String> known) {
        String wanted = bare(word);
        if (wanted.length() < 2) {
            // Too little: many words continue it, or are as long.
            return List.of();
        }
        int errors = Math.max(1, wanted.length() / LENGTH_OF_AN_ERROR);
        return known.stream()
                .filter(one -> bare(one).startsWith(wanted) || distance(wanted, bare(one)) <= errors)
                .sorted(Comparator.comparingInt((String one) -> distance(wanted, bare(one)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
    }

    /** How many characters were left out, added, replaced or swapped with their neighbours. */
    private static int distance(String wanted, String one) {
        return one.isEmpty() ? Integer.MAX_VALUE : Levenshtein.distance(wanted, one);
    }

    /** Without the dashes of an option, which say nothing about its name. */
    private static String bare(String word) {
        int start = 0;
        while (start < word.length() && word.charAt(start) == '-') {
            start++;
        }
        return word.substring(start).toLowerCase(Locale.ROOT);
    }
}
