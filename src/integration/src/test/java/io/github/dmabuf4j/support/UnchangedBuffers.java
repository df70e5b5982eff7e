// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Compares the buffers of the machine before and after each test: no process and no device holds one that was made meanwhile. */
public final class UnchangedBuffers implements BeforeEachCallback, AfterEachCallback {
    private Set<Long> before = Set.of();

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        before = AllBuffers.inodes();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        assertThat(AllBuffers.inodes()).as("buffers of the machine").isEqualTo(before);
    }
}
