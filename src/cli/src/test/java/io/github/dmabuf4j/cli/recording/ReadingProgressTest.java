// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.support.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingProgressTest {
    @TempDir
    private Path directory;

    private Path file(String name) throws IOException {
        return Files.writeString(directory.resolve(name), Json.line(RecordingFiles.whole(Snapshots.of())) + "\n");
    }

    @Test
    void ofAFileItIsAPartOfItsSize() {
        assertThat(new ReadingProgress(0, 200).text("a")).isEqualTo("reading a: 0 %");
        assertThat(new ReadingProgress(99, 200).text("a")).isEqualTo("reading a: 49 %");
        assertThat(new ReadingProgress(300, 200).text("a"))
                .as("of a file that grows")
                .isEqualTo("reading a: 100 %");
    }

    @Test
    void whereNoSizeIsKnownItIsWhatWasRead() {
        assertThat(new ReadingProgress(3 << 20, 0).text("a")).isEqualTo("reading a: 3.0 MiB");
        assertThat(new ReadingProgress(1 << 20, 100)
                        .plus(new ReadingProgress(1 << 20, 0))
                        .text("2 recordings"))
                .isEqualTo("reading 2 recordings: 2.0 MiB");
    }

    @Test
    void severalFilesHaveOneProgress() throws IOException {
        Path first = file("first");
        try (MergedRecordings one = MergedRecordings.open(List.of(first));
                MergedRecordings two = MergedRecordings.open(List.of(first, file("second")))) {
            assertThat(one.progress()).isEqualTo("reading first: 100 %");
            assertThat(two.progress()).isEqualTo("reading 2 recordings: 100 %");
        }
    }

    @Test
    void aNameIsShortAndCannotControlTheTerminal() throws IOException, BadRequestException {
        Path file = file("\u001b[2J" + "x".repeat(100));
        try (RecordingReader reader = RecordingReader.open(file)) {
            assertThat(reader.progress()).isEqualTo("reading \\u001b[2J" + "x".repeat(31) + ": 0 %");
        }
    }
}
