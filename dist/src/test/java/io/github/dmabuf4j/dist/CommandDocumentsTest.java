// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandDocumentsTest {
    @TempDir
    private Path directory;

    @Test
    void eachCommandHasAPageAndIsCompleted() throws IOException {
        Path pages = directory.resolve("pages");
        Path completion = directory.resolve("completion");
        CommandDocuments.main(pages.toString(), completion.toString());
        try (Stream<Path> files = Files.list(pages)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("dmabuf.adoc", "dmabuf-ls.adoc", "dmabuf-bpf-pin.adoc");
        }
        List<String> lines = Files.readAllLines(completion.resolve("dmabuf"));
        assertThat(lines.get(0)).doesNotStartWith("#!");
        assertThat(lines).anyMatch(line -> line.contains("--kernel-only"));
    }
}
