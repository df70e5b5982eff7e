// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name exists, and the code in them compiles. */
class DocumentsTest {
    private static final Path ROOT = Checkout.root();
    private static final List<Markdown> DOCUMENTS = Markdown.all(ROOT);

    /** Each block of Java in a document is a part of one of these programs. The first runs on a real kernel. */
    private static final List<Path> PROGRAMS = List.of(
            ROOT.resolve("src/integration/src/test/java/io/github/dmabuf4j/DocumentedCodeIT.java"),
            ROOT.resolve("src/testing/src/test/java/io/github/dmabuf4j/testing/DocumentedCodeTest.java"),
            ROOT.resolve("src/micrometer/src/test/java/io/github/dmabuf4j/micrometer/DocumentedCodeTest.java"));

    @Test
    void everyLinkLeadsToAFile() {
        assertThat(links()).hasSizeGreaterThan(20);
        assertThat(links().filter(link -> !Files.exists(link.target()))).isEmpty();
    }

    @Test
    void everyLinkToAPartOfADocumentLeadsToAHeading() {
        assertThat(links().filter(Link::hasAnchor)).hasSizeGreaterThan(10);
        assertThat(links().filter(Link::hasAnchor).filter(link -> !link.leadsToHeading()))
                .isEmpty();
    }

    @Test
    void everyPathInTheTextIsThere() {
        assertThat(paths()).hasSizeGreaterThan(20);
        assertThat(paths().filter(path -> !Files.exists(path.target()))).isEmpty();
    }

    @Test
    void everyBlockOfJavaIsPartOfAProgram() {
        String programs =
                PROGRAMS.stream().map(program -> Markdown.read(program).text()).collect(Collectors.joining());
        String code = withoutBlanks(programs);

        assertThat(blocks()).hasSizeGreaterThan(2);
        assertThat(blocks().filter(block -> !code.contains(withoutBlanks(block))))
                .as("not in " + PROGRAMS)
                .isEmpty();
    }

    private static Stream<String> blocks() {
        return DOCUMENTS.stream().flatMap(document -> document.blocks("java"));
    }

    /** A formatter may break lines elsewhere. */
    private static String withoutBlanks(String code) {
        return code.replaceAll("\\s+", "");
    }

    /** What a document leads to: a file and, where {@code anchor} is not empty, a heading in it. */
    private record Link(Markdown from, Path target, String anchor) {
        boolean hasAnchor() {
            return !anchor.isEmpty();
        }

        boolean leadsToHeading() {
            return Markdown.read(target).anchors().contains(anchor);
        }

        @Override
        public String toString() {
            return from.file() + " -> " + target + "#" + anchor;
        }
    }

    private static Stream<Link> links() {
        return DOCUMENTS.stream()
                .flatMap(document ->
                        document.links().filter(DocumentsTest::isRelative).map(link -> link(document, link)));
    }

    private static boolean isRelative(String link) {
        return !link.matches("[a-z]+:.*");
    }

    private static Link link(Markdown document, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document.file() : document.file().resolveSibling(parts[0]);
        return new Link(document, target.normalize(), parts.length > 1 ? parts[1] : "");
    }

    /** What a build makes is not there before it. */
    private static Stream<Link> paths() {
        return DOCUMENTS.stream()
                .flatMap(document -> document.paths()
                        .filter(path -> !path.contains("/target/"))
                        .map(path -> new Link(document, ROOT.resolve(path), "")));
    }
}
