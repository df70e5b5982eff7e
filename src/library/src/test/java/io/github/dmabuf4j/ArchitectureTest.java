// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Arrows run one way. */
class ArchitectureTest {
    private static final String STATS = "io.github.dmabuf4j.stats..";
    private static final String BPF = "io.github.dmabuf4j.internal.bpf..";
    private static final String SYSFS = "io.github.dmabuf4j.internal.sysfs..";
    private static final String DEBUGFS = "io.github.dmabuf4j.internal.debugfs..";
    private static final String PROCFS = "io.github.dmabuf4j.internal.procfs..";
    private static final String EVENTS = "io.github.dmabuf4j.internal.events..";
    private static final String TRACE = "io.github.dmabuf4j.internal.trace..";
    private static final String STACK = "io.github.dmabuf4j.internal.stack..";
    private static final String KERNELFS = "io.github.dmabuf4j.internal.kernelfs..";
    private static final String BUFFER = "io.github.dmabuf4j";
    private static final String STAND_IN = "io.github.dmabuf4j.internal.standin..";
    private static final String SYS = "io.github.dmabuf4j.internal.sys..";
    private static final String JFR = "io.github.dmabuf4j.internal.jfr..";
    private static final String SHARE = "io.github.dmabuf4j.share..";
    private static final String FRAME = "io.github.dmabuf4j.frame..";
    private static final String GEN = "io.github.dmabuf4j.internal.gen..";

    private static final JavaClasses CLASSES =
            new ClassFileImporter().importPath(Path.of(System.getProperty("basedir", ""), "target/classes"));

    @Test
    void theClassesAreRead() {
        assertThat(CLASSES.contain(DmaBuf.class)).isTrue();
        assertThat(CLASSES.get(DmaBuf.class).getDirectDependenciesFromSelf()).hasSizeGreaterThan(10);
    }

    @Test
    void arrowsRunOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("stats")
                .definedBy(STATS)
                .layer("bpf")
                .definedBy(BPF)
                .layer("sysfs")
                .definedBy(SYSFS)
                .layer("debugfs")
                .definedBy(DEBUGFS)
                .layer("procfs")
                .definedBy(PROCFS)
                .layer("events")
                .definedBy(EVENTS)
                .layer("trace")
                .definedBy(TRACE)
                .layer("stack")
                .definedBy(STACK)
                .layer("kernelfs")
                .definedBy(KERNELFS)
                .layer("share")
                .definedBy(SHARE)
                .layer("frame")
                .definedBy(FRAME)
                .layer("buffer")
                .definedBy(BUFFER)
                .layer("stand-in")
                .definedBy(STAND_IN)
                .layer("jfr")
                .definedBy(JFR)
                .layer("sys")
                .definedBy(SYS)
                .layer("gen")
                .definedBy(GEN)
                .ensureAllClassesAreContainedInArchitecture()
                .whereLayer("stats")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("bpf")
                .mayOnlyBeAccessedByLayers("stats")
                .whereLayer("sysfs")
                .mayOnlyBeAccessedByLayers("stats")
                .whereLayer("debugfs")
                .mayOnlyBeAccessedByLayers("stats")
                .whereLayer("procfs")
                .mayOnlyBeAccessedByLayers("stats")
                .whereLayer("events")
                .mayOnlyBeAccessedByLayers("stats")
                .whereLayer("trace")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("stack")
                .mayOnlyBeAccessedByLayers("trace")
                .whereLayer("kernelfs")
                .mayOnlyBeAccessedByLayers("sysfs", "procfs")
                .whereLayer("share")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("frame")
                .mayOnlyBeAccessedByLayers("share")
                .whereLayer("buffer")
                .mayOnlyBeAccessedByLayers(aboveTheBuffer())
                .whereLayer("stand-in")
                .mayOnlyBeAccessedByLayers("buffer")
                .whereLayer("jfr")
                .mayOnlyBeAccessedByLayers("stats", "share", "buffer")
                .whereLayer("sys")
                .mayOnlyBeAccessedByLayers(aboveTheBuffer("buffer", "stand-in", "jfr"))
                .whereLayer("gen")
                .mayOnlyBeAccessedByLayers(aboveTheBuffer("buffer", "stand-in", "jfr", "sys"))
                .check(CLASSES);
    }

    private static String[] aboveTheBuffer(String... others) {
        Stream<String> above = Stream.of(
                "stats", "bpf", "sysfs", "debugfs", "procfs", "events", "trace", "stack", "kernelfs", "share", "frame");
        return Stream.concat(above, Stream.of(others)).toArray(String[]::new);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.github.(**)").should().beFreeOfCycles().check(CLASSES);
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
    void theLibraryNeedsSlf4jAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "javax.management", "jdk.jfr", "org.slf4j", "org.jspecify..", "io.github.dmabuf4j..")
                .check(CLASSES);
    }

    @Test
    void whatMayBeMissingIsUsedByFew() {
        noClasses()
                .that()
                .resideOutsideOfPackage(JFR)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.jfr..")
                .check(CLASSES);
        noClasses()
                .that()
                .haveNameNotMatching("io\\.github\\.dmabuf4j\\.PlatformBeans(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.management", "javax.management..")
                .check(CLASSES);
        noClasses()
                .that()
                .haveNameNotMatching("io\\.github\\.dmabuf4j\\.frame\\.FrameImages")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.awt..")
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
