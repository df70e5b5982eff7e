// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks what is in dmabuf.jar. */
class PackagedProgramTest {
    private static final Path JAR = Path.of(System.getProperty("dist.jar"));

    @BeforeEach
    void theJarIsBuilt() {
        assumeTrue(Files.exists(JAR), "there is no " + JAR + ": mvn -Pdist package");
    }

    /** JLine draws pictures by java.desktop. The program draws none. */
    @Test
    void theRuntimeHasAllModulesThatTheProgramUses() {
        List<String> modules = List.of(System.getProperty("dist.modules").split(",", -1));
        List<String> uses = uses();
        assertThat(uses).isNotEmpty();
        assertThat(uses)
                .filteredOn(use -> !use.matches(" *org\\.jline\\.terminal\\.impl\\..* java\\.desktop"))
                .allMatch(use -> modules.contains(use.substring(use.lastIndexOf(' ') + 1)));
    }

    /** The lines of jdeps that name a class, a class of the JDK that it uses, and the module of that. */
    private static List<String> uses() {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        int exitCode = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        writer,
                        writer,
                        "--multi-release",
                        "base",
                        "--ignore-missing-deps",
                        "-verbose:class",
                        JAR.toString());
        assertThat(exitCode).as("%s", out).isZero();
        return out.toString()
                .lines()
                .filter(line -> line.matches(" .* -> .* (java|jdk)\\.\\S+"))
                .toList();
    }

    @Test
    void theCopyrightFileNamesAllLibraries() throws IOException {
        String copyright = Files.readString(Path.of("src/main/deb/copyright"));
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> libraries = jar.stream()
                    .map(entry -> entry.getName().split("/", -1))
                    .filter(name -> name.length == 5 && name[4].equals("pom.properties"))
                    .filter(name -> !name[2].equals("io.github.dmabuf4j"))
                    .map(name -> name[3])
                    .toList();
            assertThat(libraries).isNotEmpty();
            assertThat(copyright).contains(libraries);
        }
    }
}
