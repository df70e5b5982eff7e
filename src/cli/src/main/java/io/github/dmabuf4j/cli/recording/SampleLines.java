// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the lines of a recording. From one sample to the next most buffers stay as they are: the text of those is kept, since to
 * make it is most of what a sample costs.
 */
final class SampleLines {
    /** The beginning of every line. */
    static final String START = "{\"reason\":";

    private static final byte[] BUFFERS = ascii(",\"buffers\":[");
    private static final byte[] PROCESSES = ascii("],\"processes\":");
    private static final byte[] END = ascii("}\n");

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    /** Those of the last sample, by inode. */
    private Map<Long, Written> written = Map.of();

    private static final class Written {
        private final BufferInfo buffer;
        private final byte[] text;

        Written(BufferInfo buffer, byte[] text) {
            this.buffer = buffer;
            this.text = text;
        }
    }

    /** The line of the next sample, with the line end. */
    byte[] next(Sample sample) throws IOException {
        Snapshot snapshot = sample.snapshot();
        line.reset();
        byte[] head = ascii(Json.line(head(sample)));
        line.write(head, 0, head.length - 1);
        line.writeBytes(BUFFERS);
        writeBuffers(snapshot.buffers());
        line.writeBytes(PROCESSES);
        line.writeBytes(ascii(Json.line(SnapshotDocument.processes(snapshot.buffers()))));
        line.writeBytes(END);
        return line.toByteArray();
    }

    private static Map<String, Object> head(Sample sample) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("reason", sample.reason());
        document.putAll(SnapshotDocument.head(sample.snapshot()));
        return document;
    }

    private void writeBuffers(List<BufferInfo> buffers) throws IOException {
        Map<Long, Written> next = HashMap.newHashMap(buffers.size());
        String separator = "";
        for (BufferInfo buffer : buffers) {
            Written text = text(buffer);
            next.put(buffer.inode(), text);
            line.writeBytes(ascii(separator));
            line.writeBytes(text.text);
            separator = ",";
        }
        written = next;
    }

    private Written text(BufferInfo buffer) throws IOException {
        Written last = written.get(buffer.inode());
        return last != null && last.buffer.equals(buffer)
                ? last
                : new Written(buffer, ascii(Json.line(SnapshotDocument.buffer(buffer))));
    }

    /** All other characters are escaped. */
    private static byte[] ascii(String json) {
        return json.getBytes(StandardCharsets.US_ASCII);
    }
}
