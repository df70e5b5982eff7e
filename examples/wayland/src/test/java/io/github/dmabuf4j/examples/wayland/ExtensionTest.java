// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Compares the extensions with the descriptions that the package wayland-protocols installs. */
class ExtensionTest {
    private static final Path PROTOCOLS = Path.of("/usr/share/wayland-protocols");
    private static final String UNSTABLE = "unstable/linux-";

    record Case(String file, Extension extension) {
        @Override
        public String toString() {
            return extension.name();
        }
    }

    static Stream<Case> everyExtensionIsAsDescribed() {
        return Stream.of(
                        cases("stable/xdg-shell/xdg-shell.xml", Extension.WINDOWS),
                        cases(UNSTABLE + "dmabuf/linux-dmabuf-unstable-v1.xml", Extension.BUFFERS),
                        cases(
                                UNSTABLE + "explicit-synchronization/linux-explicit-synchronization-unstable-v1.xml",
                                Extension.FENCES))
                .flatMap(List::stream);
    }

    private static List<Case> cases(String file, List<Extension> extensions) {
        return extensions.stream().map(extension -> new Case(file, extension)).toList();
    }

    @ParameterizedTest
    @MethodSource
    void everyExtensionIsAsDescribed(Case described) throws Exception {
        Path file = PROTOCOLS.resolve(described.file());
        assumeThat(Files.exists(file))
                .as("%s of Debian's wayland-protocols", file)
                .isTrue();
        Extension extension = described.extension();
        Element description = children(parse(file), "interface")
                .filter(found -> found.getAttribute("name").equals(extension.name()))
                .findFirst()
                .orElseThrow();
        assertThat(extension.version()).isLessThanOrEqualTo(number(description, "version"));
        assertThat(extension.requests()).isEqualTo(messages(description, "request", extension.version()));
        assertThat(extension.events()).isEqualTo(messages(description, "event", extension.version()));
    }

    private static Element parse(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    }

    /** Returns the messages of a version, in the form of the lists. */
    private static List<String> messages(Element description, String kind, int version) {
        return children(description, kind)
                .filter(message -> number(message, "since") <= version)
                .map(ExtensionTest::message)
                .toList();
    }

    private static String message(Element message) {
        int since = number(message, "since");
        return message.getAttribute("name")
                + (since > 1 ? "@" + since : "")
                + children(message, "arg").map(ExtensionTest::argument).collect(joining());
    }

    private static String argument(Element argument) {
        String type = argument.getAttribute("interface");
        return (argument.getAttribute("allow-null").equals("true") ? " ?" : " ")
                + argument.getAttribute("type")
                + (type.isEmpty() ? "" : ":" + type);
    }

    /** A version that is not given is the first. */
    private static int number(Element element, String attribute) {
        String value = element.getAttribute(attribute);
        return value.isEmpty() ? 1 : Integer.parseInt(value);
    }

    private static Stream<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .filter(element -> element.getTagName().equals(name));
    }
}
