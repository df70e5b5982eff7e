// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.ProcTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFactsTest {
    @TempDir
    private Path root;

    private ProcessFacts facts(String cmdline) throws IOException {
        Path process = new ProcTree(root).process(20, "java");
        Files.writeString(process.resolve("cmdline"), cmdline);
        return new ProcessFacts(root, 20);
    }

    @Test
    void aJvmIsKnownByWhatItRuns() throws IOException {
        ProcessFacts facts = facts("/usr/bin/java\0-cp\0/a/b\0com.example.Camera\0");

        assertThat(facts.program("java")).contains("Camera");
        assertThat(facts.program("bash")).isEmpty();
    }

    @Test
    void aLongNameIsCutOff() throws IOException {
        assertThat(facts("java\0" + "\ud83d\ude00".repeat(1000)).program("java"))
                .contains("\ud83d\ude00".repeat(64));
    }

    @Test
    void aCommandLineOfAHundredKilobytesIsRead() throws IOException {
        assertThat(facts("java\0-cp\0" + "x".repeat(100_000) + "\0Main\0").program("java"))
                .contains("Main");
    }

    @Test
    void aProcessThatHasClearedItsCommandLineHasNoProgram() throws IOException {
        assertThat(facts("").program("java")).isEmpty();
        Files.writeString(root.resolve("20/cmdline"), "\0\0\0");
        assertThat(new ProcessFacts(root, 20).program("java")).isEmpty();
    }

    @Test
    void anotherProcessOfTheSameNumberIsNotTheSame() throws IOException {
        ProcessFacts facts = facts("");
        assertThat(facts.isStillThere(2000)).isTrue();
        assertThat(facts.isStillThere(1999)).isFalse();
        Files.delete(root.resolve("20/stat"));
        assertThat(facts.isStillThere(2000)).isFalse();
    }

    @Test
    void ofThisProcessAllIsRead() {
        ProcessFacts facts =
                new ProcessFacts(Path.of("/proc"), (int) ProcessHandle.current().pid());

        assertThat(facts.program("java")).isPresent();
    }
}
