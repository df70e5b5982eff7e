// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Arrows run one way. */
class ArchitectureTest {
    private static final String CLI = "io.github.dmabuf4j.cli..";
    private static final String STATS = "io.github.dmabuf4j.stats..";
    private static final String BUFFER = "io.github.dmabuf4j";
    private static final String SYS = "io.github.dmabuf4j.internal.sys..";
    private static final String SHARE = "io.github.dmabuf4j.share..";
    private static final String GEN = "io.github.dmabuf4j.internal.gen..";

    private static final JavaClasses CLASSES =
            new ClassFileImporter().importPath(Path.of(System.getProperty("basedir", ""), "target/classes"));

    /** The examples, without their tests. */
    private static final JavaClasses EXAMPLES = new ClassFileImporter()
            .withImportOption(location -> !location.matches(Pattern.compile(".*(IT|Test)[$.].*")))
            .importPath(Path.of(System.getProperty("basedir", ""), "target/test-classes/io/github/dmabuf4j/examples"));

    @Test
    void theClassesAreRead() {
        assertThat(CLASSES.contain(DmaBuf.class)).isTrue();
        assertThat(CLASSES.get(DmaBuf.class).getDirectDependenciesFromSelf()).hasSizeGreaterThan(10);
    }

    @Test
    void arrowsRunOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("cli")
                .definedBy(CLI)
                .layer("stats")
                .definedBy(STATS)
                .layer("share")
                .definedBy(SHARE)
                .layer("buffer")
                .definedBy(BUFFER)
                .layer("sys")
                .definedBy(SYS)
                .layer("gen")
                .definedBy(GEN)
                .ensureAllClassesAreContainedInArchitecture()
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("stats")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("share")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("buffer")
                .mayOnlyBeAccessedByLayers("cli", "stats", "share")
                .whereLayer("sys")
                .mayOnlyBeAccessedByLayers("cli", "stats", "share", "buffer")
                .whereLayer("gen")
                .mayOnlyBeAccessedByLayers("cli", "stats", "share", "buffer", "sys")
                .check(CLASSES);
    }

    @Test
    void whatWasGeneratedUsesNothingOfOurs() {
        classes()
                .that()
                .resideInAPackage(GEN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", GEN)
                .check(CLASSES);
    }

    @Test
    void anExampleUsesOnlyWhatItsReaderHas() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax..", BUFFER, SHARE, STATS, "io.github.dmabuf4j.examples..")
                .check(EXAMPLES);
    }

    @Test
    void onlyTheCommandLineUsesItsLibraries() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "com.fasterxml..", "com.samskivert..", "de.siegmar..", "org.jline..")
                .check(CLASSES);
    }

    @Test
    void onlySystemCallsUseTheLinker() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SYS, GEN)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .check(CLASSES);
    }
}
