// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.Machine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are built by hand. */
class RecordDecoderTest {
    private final Sink sink = new Sink();

    /** Keeps what it takes, in its order. */
    private static final class Sink implements RecordSink {
        private final List<Object> all = new ArrayList<>();

        @Override
        public void buffer(ListedBuffer buffer) {
            all.add(buffer);
        }

        @Override
        public void process(VisitedProcess process) {
            all.add(process);
        }

        @Override
        public void file(long inode, int fd) {
            all.add("file " + inode + " " + fd);
        }

        @Override
        public void mapping(long inode, long offset, long length) {
            all.add("mapping " + inode + " " + offset + " " + length);
        }

        @Override
        public void unread(int pid) {
            all.add("unread " + pid);
        }

        @Override
        public void count(int buffers) {
            all.add("count " + buffers);
        }

        @Override
        public void end(int level) {
            all.add("end " + level);
        }
    }

    private boolean decode(Records records, int bytes) {
        long[] words = new long[records.size() / Long.BYTES];
        ByteBuffer.wrap(records.toBytes())
                .order(ByteOrder.nativeOrder())
                .asLongBuffer()
                .get(words);
        return new RecordDecoder(words, sink).decode(bytes);
    }

    private void decode(Records records) {
        assertThat(decode(records, records.size())).isTrue();
    }

    private ListedBuffer buffer(Records records) {
        decode(records);
        assertThat(sink.all).hasSize(1);
        return (ListedBuffer) sink.all.get(0);
    }

    private static ListedBuffer plain(long inode, long size) {
        return new ListedBuffer(
                inode, size, 2, Optional.of("system"), Optional.empty(), List.of(), true, List.of(), true);
    }

    @Test
    void everyKindIsUnderstood() {
        decode(new Records()
                .name("frame-7")
                .device("vgem")
                .fence(2 | Layout.SIGNALED, -1, 9)
                .buffer(7, 8192, "system", 1)
                .process(20, 21, 12_345_678_901L, "camera")
                .file(7, 5)
                .mapping(7, 2, 4096)
                .unread(30)
                .count(3)
                .end(1));

        assertThat(sink.all)
                .containsExactly(
                        new ListedBuffer(
                                7,
                                8192,
                                2,
                                Optional.of("system"),
                                Optional.of("frame-7"),
                                List.of("vgem"),
                                true,
                                List.of(new ListedFence(2, true, -1, 9)),
                                true),
                        new VisitedProcess(20, 21, 12_345_678_901L, "camera"),
                        "file 7 5",
                        "mapping 7 " + 2 * Machine.pageBytes() + " 4096",
                        "unread 30",
                        "count 3",
                        "end 1");
    }

    @Test
    void whatPrecedesABufferIsOfThatBufferAlone() {
        decode(new Records()
                .name("a")
                .device("vgem")
                .fence(1, 3, 4)
                .buffer(1, 4096, "system", 1)
                .buffer(2, 8192));

        assertThat(sink.all.get(1)).isEqualTo(plain(2, 8192));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 12, 200, -1})
    void aKindThatIsNotKnownIsRefused(int kind) {
        Records records = new Records().buffer(1, 4096).head(kind, 0).buffer(2, 4096);

        assertThat(decode(records, records.size())).isFalse();
        assertThat(sink.all).containsExactly(plain(1, 4096));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 255})
    void recordsOfAnotherVersionAreRefused(int version) {
        Records records = new Records().head(version, Layout.END, 0);

        assertThat(decode(records, records.size())).isFalse();
        assertThat(sink.all).isEmpty();
    }

    @Test
    void aRecordThatIsCutIsRefused() {
        Records records = new Records().buffer(1, 4096).buffer(2, 4096);
        int first = records.size() / 2;

        for (int bytes = first + 1; bytes < records.size(); bytes++) {
            sink.all.clear();
            assertThat(decode(records, bytes)).as("%d bytes", bytes).isFalse();
            assertThat(sink.all).containsExactly(plain(1, 4096));
        }
    }

    @Test
    void nothingIsUnderstood() {
        decode(new Records());

        assertThat(sink.all).isEmpty();
    }

    @Test
    void ofAWalkThatBeganAgainTheLastDevicesCount() {
        ListedBuffer buffer =
                buffer(new Records().device("gone").device("a").device("b").buffer(1, 4096, "system", 2));

        assertThat(buffer.devices()).containsExactly("a", "b");
        assertThat(buffer.devicesRead()).isTrue();
    }

    @Test
    void aWalkThatEndedWithoutDevicesHasNone() {
        assertThat(buffer(new Records().device("gone").buffer(1, 4096, "system", 0))
                        .devices())
                .isEmpty();
    }

    @Test
    void devicesThatCouldNotBeReadAreNotListed() {
        ListedBuffer buffer =
                buffer(new Records().device("a").device("b").buffer(1, 4096, "system", Layout.DEVICES_UNREAD));

        assertThat(buffer.devices()).isEmpty();
        assertThat(buffer.devicesRead()).isFalse();
    }

    @Test
    void moreFencesThanRecordsAreKnown() {
        ListedBuffer buffer = buffer(new Records().fence(3, 1, 2).buffer(1, 4096, "system", Layout.MORE_FENCES));

        assertThat(buffer.fences()).containsExactly(new ListedFence(3, false, 1, 2));
        assertThat(buffer.allFences()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcdef0123456789abcde", "x", "\u00e9\u20ac", "\udcff\udc80", "a\nb/\u001b["})
    void aNameIsKeptByteForByte(String name) {
        assertThat(KernelText.length(name)).isLessThanOrEqualTo(31);

        assertThat(buffer(new Records().name(name).buffer(1, 4096)).name()).contains(name);
    }

    @Test
    void anEmptyNameIsAName() {
        assertThat(buffer(new Records().name("").buffer(1, 4096)).name()).contains("");
    }

    @Test
    void theNamesOfManyExportersAreKeptApart() {
        Records records = new Records();
        List<Optional<String>> expected = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            for (int exporter = 0; exporter < 20; exporter++) {
                records.buffer(1, 4096, "an-exporter-no-" + exporter, 0);
                expected.add(Optional.of("an-exporter-no-" + exporter));
            }
        }
        decode(records);

        assertThat(sink.all.stream().map(buffer -> ((ListedBuffer) buffer).exporter()))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void anExporterThatFillsItsField() {
        String exporter = "x".repeat(Layout.EXPORTER_BYTES - 1);

        assertThat(buffer(new Records().buffer(1, 4096, exporter, 0)).exporter())
                .contains(exporter);
    }

    @Test
    void aLongExporterHasARecordOfItsOwn() {
        String exporter = "x".repeat(118);

        assertThat(buffer(new Records().longExporter(exporter).buffer(1, 4096, exporter, Layout.LONG_EXPORTER))
                        .exporter())
                .contains(exporter);
    }

    @Test
    void anExporterThatMayBeLongerThanItsRecordIsNotKnown() {
        String exporter = "x".repeat(119);

        assertThat(buffer(new Records().longExporter(exporter).buffer(1, 4096, exporter, Layout.LONG_EXPORTER))
                        .exporter())
                .isEmpty();
    }

    @Test
    void aCommandThatIsNotUtf8IsKept() {
        decode(new Records().process(1, 1, 0, "\udcfe123456789abcde"));

        assertThat(sink.all).containsExactly(new VisitedProcess(1, 1, 0, "\udcfe123456789abcde"));
    }
}
