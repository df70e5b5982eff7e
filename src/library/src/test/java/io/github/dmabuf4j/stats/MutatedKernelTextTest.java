// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.debugfs.Bufinfo;
import io.github.dmabuf4j.internal.debugfs.BufinfoBuffer;
import io.github.dmabuf4j.internal.events.OomKills;
import io.github.dmabuf4j.internal.procfs.BufferLines;
import io.github.dmabuf4j.internal.procfs.MappedBuffer;
import io.github.dmabuf4j.internal.procfs.OpenBuffer;
import io.github.dmabuf4j.internal.procfs.ProcessStat;
import io.github.dmabuf4j.internal.procfs.ReadProblem;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.support.EvilNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The parsers of kernel text on files of real kernels (the test VM's Linux 6.1 and Debian's 6.12 and 7.3, with names that have
 * line ends, tabs and bytes that are not UTF-8) whose lines are dropped, doubled, cut, grown and garbled, or have lines between
 * them that no kernel has: what is whole is read, and nothing else is believed or costs it.
 */
@ParameterizedClass
@ValueSource(strings = {"linux-6.1", "linux-6.12", "linux-7.3"})
class MutatedKernelTextTest {
    private static final Path FILES =
            Path.of(System.getProperty("basedir", ""), "src/test/resources/io/github/dmabuf4j/stats");
    private static final int ROUNDS = 4000;

    /** No directory, and so no link to a buffer. */
    private static final int NOWHERE = -1;

    /** Longer than a name: it cannot be taken for a part of one. */
    private static final String UNKNOWN = "\ta line that no kernel of today writes";

    private final Path files;
    private final List<ReadProblem> problems = new ArrayList<>();

    MutatedKernelTextTest(String kernel) {
        files = FILES.resolve(kernel);
    }

    private Optional<OpenBuffer> fdinfo(String text) {
        byte[] bytes = KernelText.encode(text);
        BufferLines lines = new BufferLines();
        lines.read(bytes, bytes.length);
        return Optional.ofNullable(OpenBuffer.parse(6, lines, NOWHERE, problems));
    }

    private List<MappedBuffer> maps(String text) {
        byte[] bytes = KernelText.encode(text);
        return MappedBuffer.parseAll(bytes, bytes.length, problems);
    }

    private static Optional<ProcessStat> stat(String text) {
        byte[] bytes = KernelText.encode(text);
        return ProcessStat.parse(bytes, bytes.length);
    }

    private String read(String name) {
        KernelFile file = KernelFile.readAll(files.resolve(name).toString());
        assertThat(file.isRead()).isTrue();
        return file.text();
    }

    private enum Mutation {
        DROP,
        DOUBLE,
        CUT,
        GROW,
        GARBLE,
        INSERT,
        NAME;

        void apply(List<String> lines, int index, Random random) {
            String line = lines.get(index);
            int at = random.nextInt(line.length() + 1);
            switch (this) {
                case DROP -> lines.remove(index);
                case DOUBLE -> lines.add(index, line);
                case CUT -> lines.set(index, line.substring(0, at));
                case GROW -> lines.set(index, line + "\tand more of it");
                case GARBLE ->
                    lines.set(index, line.substring(0, at) + "z" + line.substring(Math.min(line.length(), at + 1)));
                case INSERT -> lines.add(index, UNKNOWN);
                case NAME -> lines.add(index, EvilNames.next(random));
            }
        }
    }

    /** Some mutations of lines from one on. */
    private static String mutated(String text, int from, Random random) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int index = from + random.nextInt(lines.size() - from);
            Mutation[] all = Mutation.values();
            all[random.nextInt(all.length)].apply(lines, index, random);
        }
        return String.join("\n", lines);
    }

    private static void eachRound(long seed, Consumer<Random> round) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            round.accept(random);
        }
    }

    /** The list of buffers; if it has an earlier form of the lines of fences, also with that of kernels after 6.18. */
    private List<String> lists() {
        String text = read("bufinfo");
        String newer = text.replaceAll(
                " fence:(\\S+) ([^\n]*|x\\) S \udcff\n\\() seq ([0-9]+) (un)?signalled\n",
                " fence:7:$3 $2 $1 $4signalled\n");
        assertThat(newer).containsPattern("\twrite fence:[0-9]+:[0-9]+ \\S+ \\S+ unsignalled\n");
        return newer.equals(text) ? List.of(text) : List.of(text, newer);
    }

    @Test
    void theFilesAreReadAsTheyAre() {
        for (String text : lists()) {
            Bufinfo list = Bufinfo.parse(text).orElseThrow();
            assertThat(list.buffers()).hasSize(7);
            assertThat(list.unknownLines()).isEmpty();
            assertThat(list.unknownParts()).isEmpty();
            assertThat(list.buffers()).flatExtracting(BufinfoBuffer::fences).hasSize(3);
        }
        assertThat(maps(read("maps"))).hasSize(3);
        assertThat(problems).isEmpty();
    }

    /** What a row alone says of its buffer. */
    private record Row(long inode, long size, String exporter, long references) {
        static Row of(BufinfoBuffer buffer) {
            return new Row(buffer.inode(), buffer.size(), buffer.exporter(), buffer.references());
        }
    }

    /** By the text of its own line, the name's lines included. */
    private static Map<String, Row> rows(String bufinfo) {
        // The bits of the files' mode differ between kernels.
        String mode = bufinfo.replaceAll("(?s).*\t00000002\t([0-9a-f]{8})\t.*", "$1");
        return Bufinfo.parse(bufinfo).orElseThrow().buffers().stream()
                .collect(Collectors.toMap(
                        buffer -> "\n%08d\t00000002\t%s\t%08d\t%s\t%08d\t%s\n"
                                .formatted(
                                        buffer.size(),
                                        mode,
                                        buffer.references(),
                                        buffer.exporter(),
                                        buffer.inode(),
                                        buffer.name().orElse("<none>")),
                        Row::of));
    }

    @Test
    void f01_aBufferOfBufinfoWhoseOwnLineIsWholeIsListed() {
        for (String text : lists()) {
            Map<String, Row> rows = rows(text);
            assertThat(rows.keySet()).allSatisfy(row -> assertThat(text).contains(row));
            eachRound(1, random -> {
                String mutated = mutated(text, 3, random);
                Bufinfo list = Bufinfo.parse(mutated).orElseThrow();
                List<Row> whole = rows.entrySet().stream()
                        .filter(row -> mutated.contains(row.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
                assertThat(list.buffers()).as(mutated).extracting(Row::of).containsAll(whole);
            });
        }
    }

    @Test
    void f01_aLineThatNoKernelHasIsNotedWhereverItIs() {
        String text = read("bufinfo");
        Map<String, Row> rows = rows(text);
        int count = text.split("\n", -1).length;
        for (int index = 3; index < count; index++) {
            List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
            lines.add(index, UNKNOWN);
            String mutated = String.join("\n", lines);
            Bufinfo list = Bufinfo.parse(mutated).orElseThrow();
            assertThat(list.buffers())
                    .as(mutated)
                    .extracting(Row::of)
                    .containsAll(rows.entrySet().stream()
                            .filter(row -> mutated.contains(row.getKey()))
                            .map(Map.Entry::getValue)
                            .toList());
            assertThat(list.unknownParts().size() + list.unknownLines().size())
                    .as(mutated)
                    .isPositive();
        }
    }

    @Test
    void f01_aListOfBuffersThatBreaksOffAnywhereHasTheWholeRows() {
        String text = read("bufinfo");
        Map<String, Row> rows = rows(text);
        int start = text.indexOf("\tname\n") + "\tname\n".length();
        for (int length = start; length < text.length(); length++) {
            String cut = text.substring(0, length);
            Bufinfo list = Bufinfo.parse(cut).orElseThrow();
            assertThat(list.buffers())
                    .as(cut)
                    .extracting(Row::of)
                    .containsAll(rows.entrySet().stream()
                            .filter(row -> cut.contains(row.getKey()))
                            .map(Map.Entry::getValue)
                            .toList());
            assertThat(list.unknownLines()).as(cut).isNotEmpty();
        }
    }

    @Test
    void f01_whatIsWholeOfAnFdinfoIsRead() {
        String text = read("fdinfo");
        OptionalLong references = fdinfo(text).orElseThrow().references();
        String count = "count:\t" + references.orElseThrow();
        eachRound(2, random -> {
            problems.clear();
            String mutated = mutated(text, 0, random);
            Optional<OpenBuffer> read = fdinfo(mutated);
            String own =
                    mutated.contains("\nname:\t") ? mutated.substring(0, mutated.indexOf("\nname:\t") + 1) : mutated;
            boolean whole = isFirst(own, "ino:\t4")
                    && isFirst(own, "size:\t12288")
                    && isFirst(own, count)
                    && isFirst(own, "exp_name:\tsystem");
            if (whole) {
                assertThat(read).as(mutated).hasValueSatisfying(buffer -> {
                    assertThat(buffer.inode()).isEqualTo(4);
                    assertThat(buffer.size()).hasValue(12288);
                    assertThat(buffer.references()).isEqualTo(references);
                    assertThat(buffer.exporter()).hasValue("system");
                });
                assertThat(problems).isEmpty();
            } else if (read.isEmpty()
                    || read.get().size().isEmpty()
                    || read.get().exporter().isEmpty()) {
                boolean isOfNothing = !own.contains("size:") && !own.contains("count:") && !own.contains("exp_name:");
                assertThat(problems.isEmpty()).as(mutated).isEqualTo(isOfNothing);
            }
        });
    }

    /** Whether it is the first line with its key. */
    private static boolean isFirst(String text, String line) {
        String key = line.substring(0, line.indexOf(':') + 1);
        return text.lines().filter(one -> one.startsWith(key)).findFirst().equals(Optional.of(line));
    }

    @Test
    void f01_aWholeRowOfMapsIsReadAndAnotherOfABufferIsNoted() {
        String text = read("maps");
        Map<String, MappedBuffer> rows = text.lines()
                .filter(row -> row.contains("/dmabuf:"))
                .collect(Collectors.toMap(row -> row, row -> maps(row).get(0)));
        eachRound(3, random -> {
            problems.clear();
            String mutated = mutated(text, 0, random);
            List<MappedBuffer> read = maps(mutated);
            List<String> lines = List.of(mutated.split("\n", -1));
            assertThat(read)
                    .as(mutated)
                    .containsAll(lines.stream()
                            .filter(rows::containsKey)
                            .map(rows::get)
                            .toList());
            int noted = problems.size();
            long others = lines.stream()
                    .filter(row -> row.contains(" /dmabuf:") && maps(row).isEmpty())
                    .filter(row -> !row.contains(" 00:"))
                    .count();
            assertThat(noted).as(mutated).isGreaterThanOrEqualTo((int) others);
        });
    }

    @Test
    void f01_aStatIsReadOrMakesNoSense() {
        String text = read("stat");
        ProcessStat whole = stat(text).orElseThrow();
        assertThat(whole.command()).isEqualTo("x) S \udcff\n(");
        eachRound(4, random -> {
            String mutated = mutated(text, 0, random);
            Optional<ProcessStat> read = stat(mutated);
            if (mutated.equals(text)) {
                assertThat(read).contains(whole);
            }
        });
    }

    @Test
    void f01_aGarbledCountOfKillsDoesNotEndTheThreadThatReadsIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("vmstat");
        String text = read("vmstat");
        assertThat(text).contains("\noom_kill 0\n");
        Files.writeString(file, text);
        OomKills kills = new OomKills(file.toString());
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            String part = mutated("pgfault 1\noom_kill 0\nnr_unstable 0\n", 0, random);
            Files.write(file, KernelText.encode(part));
            assertThat(kills.more()).as(part).isZero();
        }
    }
}
