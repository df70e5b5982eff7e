// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.recording.Recording;
import io.github.dmabuf4j.cli.recording.RecordingWriter;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.support.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    private static final Sample SAMPLE = new Sample(Sample.INTERVAL, Snapshots.of());

    @TempDir
    private Path directory;

    private final List<String> complaints = new ArrayList<>();
    private RecordingWriter writer;
    private Recorder recorder;

    @BeforeEach
    void open() throws IOException {
        writer = RecordingWriter.open(file());
        recorder = new Recorder(writer, Long.MAX_VALUE, Duration.ofSeconds(1), complaints::add);
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
    }

    private Path file() {
        return directory.resolve("samples.jsonl");
    }

    private static DmaBufException failure(Throwable cause) {
        DmaBufException failure = new DmaBufException("snapshot", "a test", 0, cause.toString());
        failure.initCause(cause);
        return failure;
    }

    private boolean hasEnded() throws InterruptedException {
        return recorder.awaitEnd(Duration.ZERO);
    }

    @Test
    void f17_afterAnOutOfMemoryErrorItGoesOn() throws Exception {
        recorder.listener().failed(Sample.INTERVAL, failure(new OutOfMemoryError("Java heap space")));
        recorder.listener().sampled(SAMPLE);

        assertThat(hasEnded()).isFalse();
        assertThat(recorder.loss()).isEmpty();
        assertThat(complaints)
                .containsExactly("no sample (interval): snapshot on a test failed: java.lang.OutOfMemoryError: Java"
                        + " heap space");
        assertThat(Recording.read(file()).samples()).hasSize(1);
    }

    @Test
    void f17_aLostClassEndsItAndWhatWasRecordedStays() throws Exception {
        NoClassDefFoundError loss = new NoClassDefFoundError("Could not initialize class a.B");
        recorder.listener().sampled(SAMPLE);
        recorder.listener().failed(Sample.INTERVAL, failure(loss));
        recorder.listener().sampled(SAMPLE);

        assertThat(hasEnded()).isTrue();
        assertThat(recorder.loss()).containsSame(loss);
        assertThat(recorder.failure()).isEmpty();
        assertThat(complaints).as("the command says it once").isEmpty();
        assertThat(Recording.read(file()).samples()).hasSize(1);
    }

    @Test
    void aClassThatIsLostAfterTheLastSampleDoesNotMatter() throws Exception {
        Recorder ofOne = new Recorder(writer, 1, Duration.ofSeconds(1), complaints::add);
        ofOne.listener().sampled(SAMPLE);
        ofOne.listener().failed(Sample.INTERVAL, failure(new NoClassDefFoundError("thrown by a test")));

        assertThat(ofOne.awaitEnd(Duration.ZERO)).isTrue();
        assertThat(ofOne.loss()).isEmpty();
    }
}
