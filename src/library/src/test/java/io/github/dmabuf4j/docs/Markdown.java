// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A document of the project. */
record Markdown(Path file, String text) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ +(.*)$", Pattern.MULTILINE);
    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** What looks like a path of the checkout, without patterns and placeholders. */
    private static final Pattern PATH =
            Pattern.compile("`((?:src|vm|docs|bench|examples|native-headers)/[A-Za-z0-9._/-]+)(?:[ #][^`]*)?`");

    static Markdown read(Path file) {
        try {
            return new Markdown(file, Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All documents of a checkout. */
    static List<Markdown> all(Path root) {
        return Sources.files(root, ".md").map(Markdown::read).toList();
    }

    /** The targets of its links, as they are written. */
    Stream<String> links() {
        return found(LINK, withoutBlocks());
    }

    /** The paths of the checkout that the text names. */
    Stream<String> paths() {
        return found(PATH, withoutBlocks());
    }

    /** The text of each block of code in a language. */
    Stream<String> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2));
    }

    /** What the part of a link behind {@code #} can be. */
    List<String> anchors() {
        return found(HEADING, withoutBlocks()).map(Markdown::anchor).toList();
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                .strip()
                .replace(' ', '-');
    }

    private String withoutBlocks() {
        return BLOCK.matcher(text).replaceAll("");
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }
}
