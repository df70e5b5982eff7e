// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples that were kept in a file: a JSON document a line, as {@code record} writes them, or one document on several
 * lines, as {@code ls --json} prints it.
 *
 * @param samples at least one
 * @param brokenLines how many lines were no whole sample: the recorder, or the machine, died while it wrote them
 */
record Recording(List<Sample> samples, int brokenLines) {

    /** Reads a file; a broken line is left out and counted. */
    static Recording read(Path file) throws BadRequestException {
        String text = text(file);
        List<Sample> samples = new ArrayList<>();
        String problem = "it is empty";
        int broken = 0;
        for (String document : documents(text)) {
            try {
                samples.add(sample(Json.parse(document)));
            } catch (IOException | RuntimeException failure) {
                problem =
                        String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
                broken++;
            }
        }
        if (samples.isEmpty()) {
            throw new BadRequestException(file + " has no sample of buffers: " + problem
                    + "; give a file of 'dmabuf record' or 'dmabuf ls --json'");
        }
        return new Recording(List.copyOf(samples), broken);
    }

    private static String text(Path file) throws BadRequestException {
        try {
            // Whatever is no UTF-8 is in a broken line.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new BadRequestException("cannot read " + file + ": " + BadRequestException.reason(failure));
        }
    }

    private static List<String> documents(String text) {
        boolean onSeveralLines = text.startsWith("{\n") || text.startsWith("{\r\n");
        return onSeveralLines
                ? List.of(text)
                : text.lines().filter(line -> !line.isBlank()).toList();
    }

    private static Sample sample(JsonObject document) {
        return new Sample(document.optionalText("reason").orElse("request"), SnapshotReader.read(document));
    }

    /** The line of a sample, without its end. */
    static String line(Sample sample) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("reason", sample.reason());
        document.putAll(SnapshotDocument.whole(sample.snapshot()));
        return Json.line(document);
    }

    Snapshot last() {
        return samples.get(samples.size() - 1).snapshot();
    }
}
