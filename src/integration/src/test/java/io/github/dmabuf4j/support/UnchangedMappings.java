// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Compares this process's mappings of buffers before and after each test. */
final class UnchangedMappings implements BeforeEachCallback, AfterEachCallback {
    private List<String> before = List.of();

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        before = Processes.bufferMappings("self");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        assertThat(Processes.bufferMappings("self")).as("mappings of buffers").isEqualTo(before);
    }
}
