// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.sys.OpenFiles;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Compares this process's open descriptors before and after each test. */
public final class UnchangedDescriptors implements BeforeEachCallback, AfterEachCallback {
    private static final int TRIES = 20;
    private static final int PAUSE_MILLIS = 50;

    private Map<Integer, String> before = Map.of();

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        LastingDescriptors.certainly();
        before = descriptors(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        // The JVM closes its ends of the pipes of a process some time after that has ended. A leak stays.
        for (int left = TRIES; left > 0 && !descriptors(context).equals(before); left--) {
            Thread.sleep(PAUSE_MILLIS);
        }
        assertThat(descriptors(context)).as("open descriptors").isEqualTo(before);
    }

    /** Returns the descriptors without those of jars, which the class loader opens on first use and never closes. */
    private static Map<Integer, String> descriptors(ExtensionContext context) throws IOException {
        Map<Integer, String> open = OpenFiles.ofThisProcess();
        open.values().removeIf(link -> link.endsWith(".jar"));
        KnownLeak leak = context.getRequiredTestClass().getAnnotation(KnownLeak.class);
        if (leak != null) {
            open.values().removeIf(link -> link.matches(leak.links()));
        }
        return open;
    }
}
