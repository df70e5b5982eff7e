// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.stats.BufferFence;
import io.github.dmabuf4j.stats.Contradiction;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.MappedRange;
import io.github.dmabuf4j.stats.Note;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Unreadable;
import io.github.dmabuf4j.support.Samples;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Recordings with a line in which one or more fields have a wrong value. */
@ExtendWith(UnchangedDescriptors.class)
class RecordingFuzzTest {
    private static final Sample WHOLE = Samples.at(2, Samples.buffer(7, 4096, "system", "camera"));

    /** Wrong values, of every type that JSON has. */
    private static final List<@Nullable Object> INSTEAD = Arrays.asList(
            null,
            "",
            "x",
            true,
            0,
            -1,
            1.5,
            1e300,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            BigInteger.TWO.pow(64),
            BigInteger.TEN.pow(40).negate(),
            List.of(),
            Map.of(),
            List.of(List.of()),
            Arrays.asList(null, null));

    private final Random random = new Random(20_261_128);

    @TempDir
    private Path directory;

    /** A place in a document: a member of an object, or an element of a list. */
    private interface Place {
        void set(@Nullable Object value);
    }

    /** A snapshot with a value in every field. */
    private static Snapshot snapshot() {
        return new Snapshot(
                Samples.START,
                Samples.BOOT,
                "6.12.5",
                List.of(
                        buffer(7)
                                .size(4096)
                                .exporter("system")
                                .name("camera")
                                .references(2)
                                .held(new Holder(
                                        new HoldingProcess(20, "java", 5),
                                        List.of(3),
                                        List.of(new MappedRange(0, 4096))))
                                .attached("vgem", 0, 1)
                                .fence(new BufferFence(
                                        "write", "sw_sync", "t", OptionalLong.of(3), OptionalLong.of(9), false))
                                .toInfo(),
                        buffer(8).size(8192).exporter("udmabuf").toInfo()),
                List.of(new SourceReport(
                        "sysfs",
                        Set.of(StatsCapability.values()),
                        1,
                        List.of(new Unreadable("5", "why")),
                        List.of(new Note("note", List.of("detail"))))),
                2,
                List.of(new Contradiction(7, "text")));
    }

    private static Map<String, Object> document() throws IOException {
        return JSON.std.mapFrom(RecordingFiles.line(new Sample(Sample.START, snapshot())));
    }

    @SuppressWarnings("unchecked") // a document consists of maps and lists
    private static void addPlaces(Object value, List<Place> places) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> members = (Map<String, @Nullable Object>) map;
            members.forEach((key, member) -> {
                places.add(instead -> members.put(key, instead));
                addPlaces(member, places);
            });
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> elements = (List<@Nullable Object>) list;
            for (int i = 0; i < elements.size(); i++) {
                int at = i;
                places.add(instead -> elements.set(at, instead));
                addPlaces(elements.get(i), places);
            }
        }
    }

    private static List<Place> places(Map<String, Object> document) {
        List<Place> places = new ArrayList<>();
        addPlaces(document, places);
        return places;
    }

    /** A recording of this document and, in its last line, a whole sample. */
    private Path recording(Map<String, Object> document) throws IOException {
        Path file = directory.resolve("samples.jsonl");
        return Files.writeString(file, Json.line(document) + "\n" + RecordingFiles.line(WHOLE) + "\n");
    }

    private void assertWholeLineIsRead(Map<String, Object> document) throws IOException {
        Recording read = Recording.read(recording(document));
        assertThat(read.samples()).as("%s", document).last().isEqualTo(WHOLE);
        assertThat(read.samples().size() + read.brokenLines())
                .as("%s", document)
                .isEqualTo(2);
    }

    /** A command that reads the recording succeeds, whatever the first line contains. */
    private void assertCommandEndsWell(Map<String, Object> document) throws IOException {
        String file = recording(document).toString();
        List<List<String>> commands = List.of(
                List.of("report", file),
                List.of("diff", file + "#1", file),
                List.of("diff", "--json", file + "#1", file),
                List.of("diff", "--csv", file + "#1", file));
        List<String> command = commands.get(random.nextInt(commands.size()));
        CommandRun run = CommandRun.of(command.toArray(String[]::new));
        assertThat(run.exitCode())
                .as("%s of %s: %s", command, document, run.err())
                .isZero();
    }

    @Test
    void f08_aFieldOfAnotherKindCostsAtMostItsLine() throws IOException {
        int places = places(document()).size();
        assertThat(places).isGreaterThan(50);
        for (int i = 0; i < places; i++) {
            for (Object instead : INSTEAD) {
                Map<String, Object> document = document();
                places(document).get(i).set(instead);
                assertWholeLineIsRead(document);
                assertCommandEndsWell(document);
            }
        }
    }

    @Test
    void f08_someFieldsOfAnotherKindCostAtMostTheirLine() throws IOException {
        for (int round = 0; round < 500; round++) {
            Map<String, Object> document = document();
            for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
                List<Place> places = places(document);
                places.get(random.nextInt(places.size())).set(INSTEAD.get(random.nextInt(INSTEAD.size())));
                document = JSON.std.mapFrom(Json.line(document));
            }
            assertWholeLineIsRead(document);
            assertCommandEndsWell(document);
        }
    }
}
