// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.bench.Figure;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RequirementsTest {
    private static Job job(String method) throws NoSuchMethodException {
        return new Job(RequirementsTest.class, RequirementsTest.class.getDeclaredMethod(method), new TreeMap<>());
    }

    @Figure(operation = "nothing")
    static void needsNothing() {}

    @Figure(operation = "processes", needs = "procfs")
    static void needsProcfs() {}

    @Figure(
            operation = "unknown",
            needs = {"procfs", "unknown"})
    static void needsUnknownSource() {}

    @Test
    void nothingIsMissingWhereNothingIsNeeded() throws Exception {
        assertThat(new Requirements().missingFor(job("needsNothing"))).isEmpty();
    }

    @Test
    void aSourceOfThisKernelIsThere() throws Exception {
        assertThat(new Requirements().missingFor(job("needsProcfs"))).isEmpty();
    }

    @Test
    void aSourceThatTheLibraryLacksIsNamed() throws Exception {
        assertThat(new Requirements().missingFor(job("needsUnknownSource")))
                .hasValue("the library has no source unknown");
    }
}
