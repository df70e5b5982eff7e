// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.dmabuf4j.support.Checkout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An example shows what the public API can do. */
class ExamplesArchitectureTest {
    private static final List<String> NAMES = List.of("common", "camera", "display", "egl", "gstreamer", "wayland");

    private static final JavaClasses EXAMPLES = new ClassFileImporter()
            .importPaths(NAMES.stream()
                    .map(name -> Checkout.root().resolve("examples/" + name + "/target/classes"))
                    .toList());

    @Test
    void theExamplesAreRead() {
        assertThat(Stream.of("camera.Main", "display.Main", "egl.Main", "gstreamer.Main", "wayland.Main", "common.Png"))
                .allMatch(name -> EXAMPLES.contain("io.github.dmabuf4j.examples." + name));
    }

    @Test
    void anExampleUsesOnlyWhatItsReaderHas() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax..",
                        "io.github.dmabuf4j",
                        "io.github.dmabuf4j.frame..",
                        "io.github.dmabuf4j.share..",
                        "io.github.dmabuf4j.stats..",
                        "io.github.dmabuf4j.examples..",
                        "org.lwjgl..")
                .check(EXAMPLES);
    }
}
