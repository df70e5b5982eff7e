// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/** What a repository requires of the artifacts, and what their licences require. */
@OnHost
class PublishedArtifactsHostIT {
    private static final Path ROOT = HostCommand.ROOT;
    private static final Path DMABUF_JAR = ROOT.resolve("src/cli/target/dmabuf.jar");
    private static final String LICENCES = "META-INF/licenses/";
    private static final String LICENCE_FILE = "META-INF/[^/]*(LICENSE|NOTICE)[^/]*";
    private static final String OWN_CLASSES = "io/github/dmabuf4j/";

    private static List<Path> jars() throws Exception {
        return List.of(
                jar("library", "dmabuf4j"),
                jar("testing", "dmabuf4j-testing"),
                jar("micrometer", "dmabuf4j-micrometer"),
                jar("cli", "dmabuf4j-cli"),
                DMABUF_JAR);
    }

    private static Path jar(String module, String artifact) throws Exception {
        return ROOT.resolve("src/" + module + "/target/" + artifact + "-" + version() + ".jar");
    }

    private static String version() throws Exception {
        return text(ROOT.resolve("pom.xml"), "/project/version").get(0);
    }

    @Test
    void everyJarHasLicenceAndNotice() throws Exception {
        for (Path path : jars()) {
            try (JarFile jar = new JarFile(path.toFile())) {
                for (String file : List.of("LICENSE", "NOTICE")) {
                    assertThat(bytes(jar, "META-INF/" + file))
                            .as(file + " in " + path)
                            .isEqualTo(Files.readAllBytes(ROOT.resolve(file)));
                }
                assertThat(jar.getEntry(LICENCES + "dmabuf4j-bpf/BSD-2-Clause") != null)
                        .as("the licence of the BPF programs in " + path)
                        .isEqualTo(jar.getEntry(OWN_CLASSES + "internal/bpf/dmabuf4j.bpf.o") != null);
            }
        }
    }

    @Test
    void everyJarNamesItsVersion() throws Exception {
        for (Path path : jars()) {
            try (JarFile jar = new JarFile(path.toFile())) {
                Attributes attributes = jar.getManifest().getMainAttributes();
                assertThat(attributes.getValue("Implementation-Version")).isEqualTo(version());
                assertThat(attributes.getValue("Implementation-Title")).startsWith("dmabuf4j");
            }
        }
    }

    /** Each class in dmabuf.jar is of the project, or of a library whose licence and notices are in dmabuf.jar as the library has them. */
    @Test
    void theCommandLineHasTheLicencesOfItsLibraries() throws IOException {
        try (JarFile program = new JarFile(DMABUF_JAR.toFile())) {
            Set<String> unexplained = thirdPartyClasses(program);
            List<String> libraries = new ArrayList<>();
            for (Path path : classPath()) {
                try (JarFile library = new JarFile(path.toFile())) {
                    if (unexplained.removeAll(thirdPartyClasses(library))) {
                        libraries.add(artifact(path));
                        hasLicenceOf(program, library, artifact(path));
                    }
                }
            }
            assertThat(unexplained).isEmpty();
            assertThat(libraries)
                    .contains(
                            "picocli",
                            "jackson-core",
                            "fastcsv",
                            "jmustache",
                            "jline-terminal",
                            "prometheus-metrics-model");
            libraries.add("dmabuf4j-bpf");
            assertThat(licensed(program)).containsExactlyInAnyOrderElementsOf(libraries);
        }
    }

    private static void hasLicenceOf(JarFile program, JarFile library, String artifact) throws IOException {
        String directory = LICENCES + artifact + "/";
        assertThat(names(program, directory + "LICENSE.*"))
                .as("the licence of " + artifact)
                .isNotEmpty();
        for (String file : names(library, LICENCE_FILE)) {
            String kept = directory + file.substring("META-INF/".length());
            assertThat(bytes(program, kept)).as(kept).isEqualTo(bytes(library, file));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "library, slf4j-api",
        "testing, dmabuf4j",
        "micrometer, dmabuf4j micrometer-core",
        "cli, dmabuf4j picocli jackson-jr-objects fastcsv jmustache prometheus-metrics-model"
                + " prometheus-metrics-exposition-textformats jline-terminal jline-terminal-ffm slf4j-simple"
    })
    void theConsumersPomHasNothingOfTheBuild(String module, String dependencies) throws Exception {
        Path pom = ROOT.resolve("src/" + module + "/target/consumer-pom.xml");
        assertThat(select(pom, "/project/*").map(Node::getNodeName))
                .contains("name", "description", "url", "licenses", "developers", "scm")
                .doesNotContain("parent", "build", "properties", "profiles", "dependencyManagement");
        assertThat(text(pom, "/project/url")).singleElement().asString().endsWith("/dmabuf4j");
        assertThat(text(pom, "//dependency[scope != 'provided']/artifactId")).containsExactly(dependencies.split(" "));
    }

    private static List<String> text(Path file, String expression) throws Exception {
        return select(file, expression).map(Node::getTextContent).toList();
    }

    private static Stream<Node> select(Path file, String expression) throws Exception {
        // Names without their namespace.
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        XPathNodes nodes =
                XPathFactory.newInstance().newXPath().evaluateExpression(expression, document, XPathNodes.class);
        return StreamSupport.stream(nodes.spliterator(), false);
    }

    private static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.toString().endsWith(".jar"))
                .toList();
    }

    private static String artifact(Path jar) {
        return jar.getFileName().toString().replaceFirst("-[0-9].*", "");
    }

    private static Set<String> thirdPartyClasses(JarFile jar) {
        return new HashSet<>(names(jar, "(?!" + OWN_CLASSES + "|META-INF/)(.*/)?(?!module-info)[^/]*\\.class"));
    }

    private static Set<String> licensed(JarFile program) {
        Set<String> directories = new HashSet<>();
        for (String name : names(program, LICENCES + "[^/]+/[^/]+")) {
            directories.add(Path.of(name).getName(2).toString());
        }
        return directories;
    }

    private static List<String> names(JarFile jar, String pattern) {
        return jar.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.matches(pattern))
                .toList();
    }

    private static byte[] bytes(JarFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        assertThat(entry).as(name + " in " + jar.getName()).isNotNull();
        return jar.getInputStream(entry).readAllBytes();
    }
}
