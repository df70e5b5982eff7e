// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.sys.OpenFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Compares this process's descriptors and its mappings of buffers before and after each test. */
final class NothingLeaked implements BeforeEachCallback, AfterEachCallback {
    private Map<Integer, String> descriptors = Map.of();
    private List<String> mappings = List.of();

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        LastingDescriptors.certainly();
        descriptors = OpenFiles.ofThisProcess();
        mappings = Processes.bufferMappings("self");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        assertThat(OpenFiles.ofThisProcess()).as("open descriptors").isEqualTo(descriptors);
        assertThat(Processes.bufferMappings("self")).as("mappings of buffers").isEqualTo(mappings);
    }
}
