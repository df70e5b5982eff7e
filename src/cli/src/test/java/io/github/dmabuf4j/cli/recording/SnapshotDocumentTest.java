// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static io.github.dmabuf4j.support.BufferBuilder.details;
import static io.github.dmabuf4j.support.BufferBuilder.holder;
import static io.github.dmabuf4j.support.BufferBuilder.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.stats.BufferFence;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Contradiction;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.MappedRange;
import io.github.dmabuf4j.stats.Note;
import io.github.dmabuf4j.stats.ProcessDetails;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Unreadable;
import io.github.dmabuf4j.support.BufferBuilder;
import io.github.dmabuf4j.support.EvilNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link SnapshotReader} reads what {@link SnapshotDocument} writes. */
class SnapshotDocumentTest {
    private final Random random = new Random(20_260_103);

    private static Snapshot read(String json) throws IOException {
        return SnapshotReader.read(Json.parse(json));
    }

    private static Snapshot snapshot(BufferInfo... buffers) {
        return new Snapshot(
                Instant.parse("2026-01-02T03:04:05.678901234Z"),
                "boot",
                "6.1.0",
                List.of(buffers),
                List.of(),
                0,
                List.of());
    }

    @Test
    void aSnapshotIsWrittenInItsParts() throws IOException {
        Snapshot snapshot = new Snapshot(
                Instant.parse("2026-01-02T03:04:05Z"),
                "boot",
                "6.1.0",
                List.of(buffer(-1)
                        .size(4096)
                        .exporter("system")
                        .name("camera")
                        .references(2)
                        .held(new Holder(
                                new HoldingProcess(20, "java", 5).with(details("Camera", "/a.service", 0, "root")),
                                List.of(3),
                                List.of(new MappedRange(0, 4096))))
                        .attached("vgem", 0, 1)
                        .attached("vkms")
                        .fence(new BufferFence(
                                "write", "sw_sync", "t", OptionalLong.of(-3), OptionalLong.of(-1), false))
                        .toInfo()),
                List.of(new SourceReport(
                        "sysfs",
                        Set.of(StatsCapability.SIZE_AND_EXPORTER, StatsCapability.ALL_BUFFERS),
                        1,
                        List.of(new Unreadable("5", "why")),
                        List.of(new Note("note", List.of("detail"))))),
                2,
                List.of(new Contradiction(-1, "text")));

        String json = "{'time':'2026-01-02T03:04:05Z','boot':'boot','kernel':'6.1.0',"
                + "'sources':[{'source':'sysfs','used':true,"
                + "'capabilities':['all-buffers','size-and-exporter'],'gone':1,"
                + "'unreadable':[{'entry':'5','reason':'why'}],'notes':[{'text':'note','details':['detail']}]}],"
                + "'vanished':2,"
                + "'contradictions':[{'inode':18446744073709551615,'text':'text'}],"
                + "'buffers':[{'inode':18446744073709551615,'size':4096,'exporter':'system',"
                + "'name':'camera','references':2,"
                + "'holders':[{'pid':20,'command':'java','startTicks':5,'fds':[3],"
                + "'mappings':[{'offset':0,'length':4096}]}],"
                + "'attachments':[{'device':'vgem','uid':0,'mapCounter':1},"
                + "{'device':'vkms','uid':null,'mapCounter':null}],"
                + "'fences':[{'usage':'write','driver':'sw_sync','timeline':'t',"
                + "'context':18446744073709551613,'seqno':18446744073709551615,'signaled':false}]}],"
                + "'processes':[{'pid':20,'startTicks':5,'program':'Camera','cgroupPath':'/a.service',"
                + "'uid':0,'user':'root'}]}";
        assertThat(Json.line(RecordingFiles.whole(snapshot))).isEqualTo(json.replace('\'', '"'));
        assertThat(read(Json.line(RecordingFiles.whole(snapshot)))).isEqualTo(snapshot);
    }

    @Test
    void whatIsNotKnownIsNull() throws IOException {
        Snapshot snapshot = snapshot(buffer(7).toInfo());
        String json = Json.line(RecordingFiles.whole(snapshot));

        assertThat(json)
                .contains("{\"inode\":7,\"size\":null,\"exporter\":null,\"name\":null,\"references\":null,"
                        + "\"holders\":[],\"attachments\":[],\"fences\":[]}");
        assertThat(read(json)).isEqualTo(snapshot);
    }

    @Test
    void noNameAndAnEmptyOneAreTwoThings() throws IOException {
        Snapshot snapshot = snapshot(buffer(1).name("").toInfo(), buffer(2).toInfo());

        assertThat(read(Json.line(RecordingFiles.whole(snapshot)))).isEqualTo(snapshot);
    }

    @Test
    void randomSnapshotsAreReadAsTheyWere() throws IOException {
        for (int round = 0; round < 500; round++) {
            Snapshot snapshot = randomSnapshot();
            String line = Json.line(RecordingFiles.whole(snapshot));
            StringWriter lines = new StringWriter();
            Json.print(new PrintWriter(lines), RecordingFiles.whole(snapshot));

            assertThat(line.lines()).as("round %d", round).hasSize(1);
            assertThat(read(line)).as("round %d", round).isEqualTo(snapshot);
            assertThat(read(lines.toString())).as("round %d", round).isEqualTo(snapshot);
        }
    }

    private Snapshot randomSnapshot() {
        return new Snapshot(
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                EvilNames.next(random),
                EvilNames.next(random),
                some(() -> randomBuffer().toInfo()),
                some(this::randomReport),
                random.nextInt(1000),
                some(() -> new Contradiction(number(), EvilNames.next(random))));
    }

    private <T> List<T> some(Supplier<T> maker) {
        return Stream.generate(maker).limit(random.nextInt(4)).toList();
    }

    @Test
    void aRecordingOfAnEarlierVersionHasNoDetails() throws IOException {
        Snapshot snapshot = snapshot(buffer(7)
                .held(holder(process(20).with(details("Camera", "/a.service", 0, "root")), List.of(3)))
                .toInfo());
        String json = Json.line(RecordingFiles.whole(snapshot)).replaceFirst(",\"processes\":.*]", "");

        assertThat(json).doesNotContain("Camera");
        assertThat(read(json))
                .isEqualTo(
                        snapshot(buffer(7).held(holder(process(20), List.of(3))).toInfo()));
    }

    /** A random number of random length. */
    private long number() {
        return random.nextLong() >> random.nextInt(Long.SIZE);
    }

    private SourceReport randomReport() {
        Set<StatsCapability> facts = EnumSet.allOf(StatsCapability.class);
        facts.removeIf(fact -> random.nextBoolean());
        return new SourceReport(
                EvilNames.next(random),
                facts,
                random.nextInt(1000),
                some(() -> new Unreadable(EvilNames.next(random), EvilNames.next(random))),
                some(() -> new Note(EvilNames.next(random), some(() -> EvilNames.next(random)))));
    }

    private BufferBuilder randomBuffer() {
        BufferBuilder made = buffer(number());
        if (random.nextBoolean()) {
            made.size(number()).exporter(EvilNames.next(random));
        }
        if (random.nextBoolean()) {
            made.name(EvilNames.next(random)).references(number());
        }
        some(this::randomHolder).forEach(made::held);
        for (int i = random.nextInt(3); i > 0; i--) {
            made.attached(EvilNames.next(random), number(), number());
            made.attached(EvilNames.next(random));
            made.fence(new BufferFence(
                    EvilNames.next(random),
                    EvilNames.next(random),
                    EvilNames.next(random),
                    random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(number()),
                    random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(number()),
                    random.nextBoolean()));
        }
        return made;
    }

    private Holder randomHolder() {
        return new Holder(
                new HoldingProcess(random.nextInt(), EvilNames.next(random), number()).with(randomDetails()),
                some(random::nextInt),
                some(() -> new MappedRange(number(), number())));
    }

    private ProcessDetails randomDetails() {
        return random.nextBoolean()
                ? ProcessDetails.NONE
                : details(EvilNames.next(random), EvilNames.next(random), number(), EvilNames.next(random));
    }

    @Test
    void aFactThatALaterVersionTellsIsPassedOver() throws IOException {
        Snapshot snapshot = snapshot();
        String json = Json.line(RecordingFiles.whole(snapshot))
                .replace(
                        "\"sources\":[]",
                        "\"sources\":[{\"source\":\"bpf\",\"used\":true,\"capabilities\":[\"colour\",\"name\"],"
                                + "\"gone\":0,\"unreadable\":[],\"notes\":[],\"more\":1}]");

        assertThat(read(json).sources())
                .containsExactly(new SourceReport("bpf", Set.of(StatsCapability.NAME), 0, List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"boot\":\"boot\"|\"boot\":null",
                "\"boot\":\"boot\"|\"boot\":5",
                "\"time\":\"2026|\"time\":\"x2026",
                "\"buffers\":[|\"buffers\":[5,",
                "\"buffers\":[|\"others\":[",
                "\"inode\":7|\"inode\":\"7\"",
                "\"vanished\":0|\"vanished\":4294967296"
            })
    void aDocumentThatIsNoSnapshotIsRefused(String right, String wrong) throws IOException {
        String json = Json.line(RecordingFiles.whole(snapshot(buffer(7).toInfo())));
        assertThat(json).contains(right);

        assertThatThrownBy(() -> read(json.replace(right, wrong)))
                .isInstanceOf(RuntimeException.class)
                .message()
                .isNotEmpty();
    }
}
