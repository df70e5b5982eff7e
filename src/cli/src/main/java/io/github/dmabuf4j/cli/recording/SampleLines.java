// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Sample;
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
    private static final byte[] BUFFERS = ascii(",\"buffers\":[");
    private static final byte[] BUFFERS_END = ascii("],");

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

    /** The line of the next sample after a gap, with the line end. */
    byte[] next(Sample sample, RecordingGap gap) throws IOException {
        line.reset();
        byte[] before = ascii(Json.line(beforeBuffers(sample)));
        line.write(before, 0, before.length - 1);
        line.writeBytes(BUFFERS);
        writeBuffers(sample.snapshot().buffers());
        line.writeBytes(BUFFERS_END);
        byte[] after = ascii(Json.line(afterBuffers(sample, gap)));
        line.write(after, 1, after.length - 1);
        line.write('\n');
        return line.toByteArray();
    }

    private static Map<String, Object> beforeBuffers(Sample sample) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("reason", sample.reason());
        document.putAll(SnapshotDocument.head(sample.snapshot()));
        return document;
    }

    private static Map<String, Object> afterBuffers(Sample sample, RecordingGap gap) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("processes", SnapshotDocument.processes(sample.snapshot().buffers()));
        if (!sample.triggers().isEmpty()) {
            document.put(TriggerDocument.KEY, SnapshotDocument.list(sample.triggers(), TriggerDocument::of));
        }
        if (!gap.equals(RecordingGap.NONE)) {
            document.put(RecordingGap.KEY, gap.document());
        }
        return document;
    }

    private void writeBuffers(List<BufferInfo> buffers) throws IOException {
        Map<Long, Written> next = HashMap.newHashMap(buffers.size());
        for (int i = 0; i < buffers.size(); i++) {
            Written text = text(buffers.get(i));
            next.put(text.buffer.inode(), text);
            if (i > 0) {
                line.write(',');
            }
            line.writeBytes(text.text);
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
