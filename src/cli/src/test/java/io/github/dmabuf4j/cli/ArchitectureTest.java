// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Dependencies between the packages of the command line run one way, and each third-party library is used only in some. */
class ArchitectureTest {
    private static final String CLI = "io.github.dmabuf4j.cli";
    private static final String COMMAND = CLI + ".command";
    private static final String OPTION = CLI + ".option";
    private static final String DRM = CLI + ".drm";
    private static final String TOP = CLI + ".top";
    private static final String REPORT = CLI + ".report";
    private static final String METRICS = CLI + ".metrics";
    private static final String TRACE = CLI + ".trace";
    private static final String VERIFY = CLI + ".verify";
    private static final String RECORDING = CLI + ".recording";
    private static final String TEXT = CLI + ".text";
    private static final String FILTER = CLI + ".filter";
    private static final String IO = CLI + ".io";
    private static final String INTERNAL = "io.github.dmabuf4j.internal.";

    private static final JavaClasses CLASSES =
            new ClassFileImporter().importPath(Path.of(System.getProperty("basedir", ""), "target/classes"));

    @Test
    void theClassesAreRead() {
        assertThat(CLASSES.contain(Main.class)).isTrue();
        assertThat(CLASSES.get(Main.class).getDirectDependenciesFromSelf()).hasSizeGreaterThan(10);
    }

    @Test
    void arrowsRunOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("main")
                .definedBy(CLI)
                .layer("command")
                .definedBy(COMMAND)
                .layer("option")
                .definedBy(OPTION)
                .layer("drm")
                .definedBy(DRM)
                .layer("top")
                .definedBy(TOP)
                .layer("report")
                .definedBy(REPORT)
                .layer("metrics")
                .definedBy(METRICS)
                .layer("trace")
                .definedBy(TRACE)
                .layer("verify")
                .definedBy(VERIFY)
                .layer("recording")
                .definedBy(RECORDING)
                .layer("text")
                .definedBy(TEXT)
                .layer("filter")
                .definedBy(FILTER)
                .layer("io")
                .definedBy(IO)
                .ensureAllClassesAreContainedInArchitecture()
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("command")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("option")
                .mayOnlyBeAccessedByLayers("main", "command")
                .whereLayer("drm")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("top")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("metrics")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("trace")
                .mayOnlyBeAccessedByLayers("command", "option")
                .whereLayer("verify")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("recording")
                .mayOnlyBeAccessedByLayers("command", "option")
                .whereLayer("text")
                .mayOnlyBeAccessedByLayers(
                        "main", "command", "option", "filter", "drm", "top", "trace", "report", "verify", "recording")
                .whereLayer("filter")
                .mayOnlyBeAccessedByLayers("command", "option", "top", "trace")
                .whereLayer("io")
                .mayOnlyBeAccessedByLayers("main", "command", "option", "metrics", "recording", "top")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(CLI + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void aLibraryIsUsedInItsPlace() {
        isUsedOnlyIn("picocli..", CLI, COMMAND, OPTION);
        isUsedOnlyIn("com.fasterxml.jackson..", TEXT);
        isUsedOnlyIn("de.siegmar.fastcsv..", TEXT);
        isUsedOnlyIn("com.samskivert.mustache..", REPORT);
        isUsedOnlyIn("io.prometheus..", METRICS);
        isUsedOnlyIn("com.sun.net.httpserver..", METRICS);
        isUsedOnlyIn("org.jline..", TOP, TEXT, IO);
    }

    /** Everything else that the command line needs is public. */
    @Test
    void theCommandLineUsesTheseInternalClassesOnly() {
        assertThat(CLASSES.stream()
                        .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getName())
                        .filter(name -> name.startsWith(INTERNAL)))
                .containsOnly(
                        INTERNAL + "bpf.AndroidList",
                        INTERNAL + "bpf.AndroidPin",
                        INTERNAL + "bpf.IteratorProgram",
                        INTERNAL + "bpf.KernelIterators",
                        INTERNAL + "bpf.PinnedIterators",
                        INTERNAL + "bpf.PinnedSet",
                        INTERNAL + "bpf.Pins",
                        INTERNAL + "bpf.SmallMachine",
                        INTERNAL + "sys.CommandLineBytes",
                        INTERNAL + "sys.DescriptorFacts",
                        INTERNAL + "sys.DirectoryNames",
                        INTERNAL + "sys.ErrorNumber",
                        INTERNAL + "sys.FdInfo",
                        INTERNAL + "sys.HeapDirectory",
                        INTERNAL + "sys.HeapNode",
                        INTERNAL + "sys.KernelFile",
                        INTERNAL + "sys.Machine",
                        INTERNAL + "sys.NotifySocket",
                        INTERNAL + "sys.OpenFiles",
                        INTERNAL + "sys.ProcessCalls",
                        INTERNAL + "sys.TerminalEscape",
                        INTERNAL + "sys.Stderr",
                        INTERNAL + "sys.Stdout",
                        INTERNAL + "trace.EventKind",
                        INTERNAL + "trace.LiveTrace",
                        INTERNAL + "trace.TraceEvent",
                        INTERNAL + "trace.TraceSink",
                        INTERNAL + "trace.TraceSource");
    }

    @Test
    void theLibraryAloneUsesTheLinker() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .check(CLASSES);
    }

    private static void isUsedOnlyIn(String library, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }
}
