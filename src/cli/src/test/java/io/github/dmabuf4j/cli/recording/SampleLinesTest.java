// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static io.github.dmabuf4j.support.BufferBuilder.holder;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.support.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The text of a buffer that stays as it is is written again: any change of it must be seen. */
class SampleLinesTest {
    private static final HoldingProcess CAMERA = new HoldingProcess(7, "camera", 5);
    private static final Attachment IDLE = new Attachment("gpu", OptionalLong.of(1), OptionalLong.of(0));
    private static final Attachment MAPPED = new Attachment("gpu", OptionalLong.of(1), OptionalLong.of(1));

    private final SampleLines lines = new SampleLines();
    private int second;

    private static BufferInfo held(String name, int fd, Attachment attachment) {
        return buffer(1)
                .size(4096)
                .exporter("system")
                .name(name)
                .attached(attachment)
                .held(holder(CAMERA, List.of(fd)))
                .toInfo();
    }

    private void assertNext(BufferInfo... buffers) throws IOException {
        Sample sample = Samples.at(second++, buffers);
        assertThat(new String(lines.next(sample, RecordingGap.NONE), StandardCharsets.UTF_8))
                .isEqualTo(RecordingFiles.line(sample) + "\n");
    }

    @Test
    void aChangeOfABufferIsWritten() throws IOException {
        BufferInfo other = Samples.buffer(2, 1, "größe \u001b", "a");
        assertNext();
        assertNext(held("x", 3, IDLE), other);
        assertNext(held("x", 3, IDLE), other);
        assertNext(held("y", 3, IDLE), other);
        assertNext(held("y", 4, IDLE), other);
        assertNext(other, held("y", 4, MAPPED));
        assertNext(held("y", 4, MAPPED));
        assertNext(held("y", 4, MAPPED), other);
        assertNext();
    }

    @Test
    void anInodeThatAnotherBufferTakesIsWritten() throws IOException {
        assertNext(Samples.buffer(1, 4096, "system", "a"));
        assertNext();
        assertNext(Samples.buffer(1, 8192, "udmabuf", "b"));
    }

    @Test
    void twoBuffersOfOneInodeAreBothWritten() throws IOException {
        assertNext(held("x", 3, IDLE));
        assertNext(held("x", 3, IDLE), held("y", 3, IDLE));
        assertNext(held("x", 3, IDLE));
    }
}
