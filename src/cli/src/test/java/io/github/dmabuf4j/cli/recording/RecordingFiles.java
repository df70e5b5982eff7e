// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.stats.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Recordings, and commands about them. */
public final class RecordingFiles {
    private RecordingFiles() {}

    /** A file as {@code record} writes it. */
    public static Path recording(Path file, Sample... samples) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Sample sample : samples) {
            lines.append(RecordingWriter.line(sample)).append('\n');
        }
        return Files.writeString(file, lines);
    }

    /** Runs the command line with these texts and files. */
    public static CommandRun run(Object... arguments) {
        return CommandRun.of(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }
}
