// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users of the module get. */
class ModuleTest {
    private final ModuleDescriptor module = ModuleFinder.of(
                    Path.of(System.getProperty("basedir", ""), "target/classes"))
            .find("io.github.dmabuf4j")
            .orElseThrow()
            .descriptor();

    @Test
    void onlyTheApiIsExported() {
        List<String> exported = module.exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(Exports::source)
                .toList();

        assertThat(exported)
                .containsExactlyInAnyOrder(
                        "io.github.dmabuf4j",
                        "io.github.dmabuf4j.frame",
                        "io.github.dmabuf4j.frame.interop",
                        "io.github.dmabuf4j.share",
                        "io.github.dmabuf4j.stats");
        assertThat(module.exports())
                .filteredOn(Exports::isQualified)
                .extracting(exports -> exports.source() + " to " + exports.targets())
                .containsExactlyInAnyOrder(
                        "io.github.dmabuf4j.internal.bpf to [io.github.dmabuf4j.cli]",
                        "io.github.dmabuf4j.internal.sys to [io.github.dmabuf4j.cli]",
                        "io.github.dmabuf4j.internal.trace to [io.github.dmabuf4j.cli]",
                        "io.github.dmabuf4j.internal.standin to [io.github.dmabuf4j.testing]");
        assertThat(module.opens()).isEmpty();
        assertThat(module.isOpen()).isFalse();
    }

    @Test
    void nothingButSlf4jIsNeededAtRunTime() {
        List<String> required = module.requires().stream()
                .filter(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
                .map(Requires::name)
                .toList();

        assertThat(required).containsExactlyInAnyOrder("java.base", "org.slf4j");
    }
}
