// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The content of a file: samples in a line each, as {@code record} writes them, or a document on several lines, as
 * {@code ls --json} prints it.
 *
 * @param samples one or more
 * @param brokenLines the number of lines that do not contain a whole sample
 */
public record Recording(List<Sample> samples, int brokenLines) {

    /** Reads all samples of a short file. */
    public static Recording read(Path file) throws BadRequestException {
        try (RecordingReader reader = RecordingReader.open(file)) {
            List<Sample> samples = new ArrayList<>();
            for (Optional<Sample> next = reader.next(); next.isPresent(); next = reader.next()) {
                samples.add(next.get());
            }
            return new Recording(List.copyOf(samples), reader.brokenLines());
        }
    }

    public Snapshot last() {
        return samples.get(samples.size() - 1).snapshot();
    }
}
