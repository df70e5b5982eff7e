// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.dmabuf4j.support.Escapes;
import io.github.dmabuf4j.support.EvilNames;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
    private static final TextStyle PLAIN = new TextStyle(false);

    private record Row(int number, OptionalLong size, Optional<String> name, String more) {}

    private static final List<Column<Row>> COLUMNS = List.of(
            Column.number("number", Row::number),
            Column.size("sizeNow", Row::size),
            Column.text("name", Row::name),
            Column.text("more", Row::more));

    private static Row row(int number, long size, String name, String more) {
        return new Row(number, OptionalLong.of(size), Optional.of(name), more);
    }

    private static Table<Row> table(Row... rows) {
        return new Table<>(COLUMNS, List.of(rows));
    }

    private static List<String> lines(Row... rows) {
        return table(rows).lines(SizeFormat.BYTES, PLAIN);
    }

    private static String csv(Row... rows) {
        StringWriter text = new StringWriter();
        table(rows).writeCsv(new PrintWriter(text), UnaryOperator.identity());
        return text.toString();
    }

    private static List<List<String>> parsed(String csv) {
        return CsvReader.builder().ofCsvRecord(csv).stream()
                .map(CsvRecord::getFields)
                .map(fields -> fields.stream().map(Escapes::read).toList())
                .toList();
    }

    @Test
    void numbersEndAndTextsStartOneBelowTheOther() {
        assertThat(lines(row(7, 4096, "camera-0", "x"), row(12, 8_388_608, "b", "yy"), row(1234, 0, "", "z")))
                .containsExactly(
                        "NUMBER  SIZENOW  NAME      MORE",
                        "     7     4096  camera-0  x",
                        "    12  8388608  b         yy",
                        "  1234        0  -         z");
    }

    @Test
    void f03_aSentenceThatIsPrintableIsNotEscapedOnceMore() {
        List<Column<String>> columns =
                List.of(Column.sentence("usable", sentence -> sentence), Column.text("x", one -> 1));
        Table<String> table = new Table<>(columns, List.of("the heaps are: a\\xff, \u001b"));
        StringWriter csv = new StringWriter();
        table.writeCsv(new PrintWriter(csv), UnaryOperator.identity());

        String shown = "the heaps are: a\\xff, \\u001b";
        assertThat(table.lines(SizeFormat.BYTES, PLAIN).get(1)).isEqualTo(shown + "  1");
        assertThat(csv.toString()).contains("\"" + shown + "\",1");
    }

    @Test
    void sizesAreForPeopleWhereTheyAreToBe() {
        assertThat(table(row(1, 4096, "a", "b"), row(2, 1, "a", "b")).lines(SizeFormat.HUMAN, PLAIN))
                .containsExactly("NUMBER  SIZENOW  NAME  MORE", "     1  4.0 KiB  a     b", "     2      1 B  a     b");
    }

    @Test
    void whatIsNotKnownIsADash() {
        assertThat(lines(new Row(1, OptionalLong.empty(), Optional.empty(), "")))
                .containsExactly("NUMBER  SIZENOW  NAME  MORE", "     1        -  -     -");
    }

    @Test
    void withoutRowsThereIsTheHeading() {
        assertThat(lines()).containsExactly("NUMBER  SIZENOW  NAME  MORE");
    }

    @Test
    void onlyTheHeadingIsMarked() {
        assertThat(table(row(1, 2, "a", "b")).lines(SizeFormat.BYTES, new TextStyle(true)))
                .containsExactly("\u001b[1mNUMBER  SIZENOW  NAME  MORE\u001b[0m", "     1        2  a     b");
    }

    private static List<String> linesIn(int columns, Row... rows) {
        return table(rows).lines(SizeFormat.BYTES, PLAIN, needed -> columns);
    }

    @Test
    void theWidestTextsAreShortenedToTheLine() {
        Row[] rows = {row(1, 4096, "a name of 21 columns!", "0123456789"), row(2, 1, "b", "-")};

        assertThat(linesIn(37, rows))
                .containsExactly(
                        "NUMBER  SIZENOW  NAME       MORE",
                        "     1     4096  a name o\u2026  01234567\u2026",
                        "     2        1  b          \\u002d");
        assertThat(linesIn(100, rows)).as("that fit").isEqualTo(lines(rows));
    }

    /** A figure without its last digits would be another one. */
    @Test
    void figuresStayWhole() {
        assertThat(linesIn(10, row(1, 1L << 40, "a name of 21 columns!", "more and more"))
                        .get(1))
                .isEqualTo("     1  1099511627776  a name \u2026  more an\u2026");
    }

    @Test
    void wideCharactersAreNotCutInTwo() {
        assertThat(linesIn(1, row(1, 1, "\u6f22\u5b57\u6f22\u5b57\u6f22\u5b57", ""))
                        .get(1))
                .isEqualTo("     1        1  \u6f22\u5b57\u6f22\u2026   -");
    }

    @Test
    void aNameCanNeitherStartALineNorSteerTheTerminal() {
        assertThat(lines(row(1, 2, "a\n  9  9  forged", "\u001b[2J\r\u202e\u2028")))
                .containsExactly(
                        "NUMBER  SIZENOW  NAME                   MORE",
                        "     1        2  a\\u000a  9  9  forged  \\u001b[2J\\u000d\\u202e\\u2028");
    }

    @Test
    void whatIsNoAsciiCountsByItsWidth() {
        assertThat(lines(row(1, 2, "größe😀", "x"), row(1, 2, "1234567", "y")))
                .containsExactly(
                        "NUMBER  SIZENOW  NAME     MORE", "     1        2  größe😀  x", "     1        2  1234567  y");
    }

    @ParameterizedTest
    @CsvSource({"1, +1", "0, 0", "-1, -1"})
    void aChangeOfANumberHasItsSign(int change, String text) {
        Table<Integer> table = new Table<>(List.of(Column.change("change", value -> value)), List.of(change));

        assertThat(table.lines(SizeFormat.HUMAN, PLAIN).get(1)).isEqualTo(" ".repeat(6 - text.length()) + text);
    }

    @Test
    void aChangeOfASizeHasItsSignAndUnit() {
        List<Column<Long>> columns = List.of(Column.change("change", OptionalLong::of));
        Table<Long> table = new Table<>(columns, List.of(2048L, -2048L));

        assertThat(table.lines(SizeFormat.HUMAN, PLAIN)).containsExactly("  CHANGE", "+2.0 KiB", "-2.0 KiB");
        assertThat(table.lines(SizeFormat.BYTES, PLAIN)).containsExactly("CHANGE", " +2048", " -2048");
    }

    @Test
    void csvHasAHeadingAndARecordARow() {
        assertThat(csv(row(7, 4096, "camera-0", "x"), new Row(8, OptionalLong.empty(), Optional.empty(), "y")))
                .isEqualTo("number,sizeNow,name,more\r\n7,4096,camera-0,x\r\n8,,,y\r\n");
        assertThat(csv()).isEqualTo("number,sizeNow,name,more\r\n");
    }

    /** Otherwise names of different bytes could look alike, or a name like an escape. */
    @Test
    void f27_namesOfDifferentBytesLookDifferent() {
        assertThat(lines(row(1, 2, "\udcff", "\\xff"), row(1, 2, "\udcfe", "\ufffd")))
                .containsExactly(
                        "NUMBER  SIZENOW  NAME  MORE",
                        "     1        2  \\xff  \\\\xff",
                        "     1        2  \\xfe  \ufffd");
        assertThat(csv(row(1, 2, "\udcff", "\\xff"))).isEqualTo("number,sizeNow,name,more\r\n1,2,\\xff,\\\\xff\r\n");
    }

    @Test
    void f28_aTextThatIsADashIsNotTakenForNone() {
        Row none = new Row(1, OptionalLong.empty(), Optional.empty(), "");
        assertThat(lines(row(1, 2, "-", "--"), none))
                .containsExactly(
                        "NUMBER  SIZENOW  NAME    MORE", "     1        2  \\u002d  --", "     1        -  -       -");
        assertThat(csv(row(1, 2, "-", "-"), none)).isEqualTo("number,sizeNow,name,more\r\n1,2,-,-\r\n1,,,\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b",
                "\"",
                "a \"quoted\" name",
                "\"\"",
                ",",
                "a\nb",
                "a\r\nb",
                "\r",
                "\n",
                "\u001b[31mred",
                " leading and trailing ",
                "=1+1",
                "#no comment",
                "ä漢😀",
                "\u2028"
            })
    void csvIsReadBackAsItWas(String name) {
        String text = csv(row(1, 2, name, name), row(3, 4, "after", name));

        assertThat(parsed(text))
                .containsExactly(
                        List.of("number", "sizeNow", "name", "more"),
                        List.of("1", "2", name, name),
                        List.of("3", "4", "after", name));
        assertThat(text.replace("\r\n", "")).doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void csvOfRandomNamesIsReadBackAsItWas() {
        Random random = new Random(4180);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            rows.add(row(i, random.nextLong(), EvilNames.next(random), EvilNames.next(random)));
        }
        List<List<String>> read = parsed(csv(rows.toArray(Row[]::new)));

        assertThat(read.subList(1, read.size()))
                .isEqualTo(rows.stream()
                        .map(row -> List.of(
                                Integer.toString(row.number()),
                                Long.toString(row.size().orElseThrow()),
                                row.name().orElseThrow(),
                                row.more()))
                        .toList());
    }

    @Test
    void aRowIsAnObjectOfJsonWhoseValuesHaveTheirTypes() {
        List<Map<String, Object>> documents = table(
                        row(7, 4096, "camera-0", "x"), new Row(8, OptionalLong.empty(), Optional.empty(), ""))
                .documents();
        assertThat(documents.get(0))
                .containsExactly(
                        entry("number", 7), entry("sizeNow", 4096L), entry("name", "camera-0"), entry("more", "x"));
        assertThat(documents.get(1))
                .containsExactly(entry("number", 8), entry("sizeNow", null), entry("name", null), entry("more", ""));
    }

    @Test
    void flagsAndUnsignedNumbersAreTypedToo() {
        List<Column<Long>> columns =
                List.of(Column.unsigned("inode", inode -> inode), Column.flag("negative", inode -> inode < 0));
        Table<Long> table = new Table<>(columns, List.of(-1L, 5L));
        assertThat(table.lines(SizeFormat.BYTES, PLAIN))
                .containsExactly(
                        "               INODE  NEGATIVE", "18446744073709551615  yes", "                   5  no");
        assertThat(table.documents().get(0))
                .containsExactly(entry("inode", new BigInteger("18446744073709551615")), entry("negative", true));
    }

    @Test
    void aColumnsValueIsKnownOrNot() {
        assertThat(values(OptionalLong.of(5), OptionalInt.of(6), Optional.of("x"), "y", 7))
                .containsExactly(Optional.of(5L), Optional.of(6), Optional.of("x"), Optional.of("y"), Optional.of(7));
        assertThat(values(OptionalLong.empty(), OptionalInt.empty(), Optional.empty()))
                .containsOnly(Optional.empty());
    }

    private static List<Optional<Object>> values(Object... told) {
        return Stream.of(told)
                .map(value -> Column.<Integer>text("key", row -> value).valueOf(1))
                .toList();
    }
}
