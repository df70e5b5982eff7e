// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.kernels;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Writes what was run where into the table of docs/kernels.md, from the reports of the integration tests:
 * {@code java KernelsTable.java}, in the top directory. A row replaces the one of the same kernel, architecture, page size and
 * suite; all others stay.
 */
public final class KernelsTable {
    static final String BEGIN = "<!-- written by KernelsTable.java: begin -->\n";
    static final String END = "<!-- written by KernelsTable.java: end -->\n";
    static final String HEADING = """
            | kernel | architecture, pages | allocators | statistics | suite | passed | failed | skipped, and what was missing | when, JDK |
            |---|---|---|---|---|---|---|---|---|
            """;

    private static final Path DOCUMENT = Path.of("docs/kernels.md");
    private static final Path TARGET = Path.of("src/integration/target");
    private static final String RECORD = "kernel.properties";
    private static final int SUITE_CELL = 5;
    private static final Pattern MISSING = Pattern.compile("needs (.*?): .*");

    /** What JUnit and AssertJ put around the text of an assumption or a condition. */
    private static final Pattern FRAME =
            Pattern.compile(".* ==> |Assumption failed: |assumption was not met due to: \\[|] *$");

    private KernelsTable() {}

    public static void main(String[] arguments) throws IOException {
        Files.writeString(DOCUMENT, updated(Files.readString(DOCUMENT), rows(TARGET)));
    }

    /** Returns a row for each directory of reports that has a record of the kernel. */
    static List<String> rows(Path target) throws IOException {
        List<String> rows = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(target, "failsafe-reports*")) {
            for (Path directory : directories) {
                if (Files.exists(directory.resolve(RECORD))) {
                    rows.add(row(directory));
                }
            }
        }
        return rows;
    }

    private static String row(Path directory) throws IOException {
        Properties kernel = new Properties();
        try (Reader record = Files.newBufferedReader(directory.resolve(RECORD))) {
            kernel.load(record);
        }
        Counts counts = Counts.of(directory);
        return "| %s, %s | %s, %d KiB | %s | %s | %s | %d | %d | %s | %s, %s |\n"
                .formatted(
                        kernel.getProperty("kernel"),
                        kernel.getProperty("origin"),
                        kernel.getProperty("architecture"),
                        Integer.parseInt(kernel.getProperty("pageSize")) >> 10,
                        orNone(kernel.getProperty("allocators")),
                        orNone(kernel.getProperty("sources")),
                        kernel.getProperty("suite"),
                        counts.tests - counts.skipped() - counts.failed,
                        counts.failed,
                        counts.skips(),
                        kernel.getProperty("date"),
                        kernel.getProperty("java"));
    }

    private static String orNone(String list) {
        return list.isEmpty() ? "none" : list;
    }

    /** The document with these rows and the former ones of other kernels. */
    static String updated(String document, List<String> rows) {
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        Map<String, String> all = new TreeMap<>();
        document.substring(begin, end)
                .lines()
                .skip(HEADING.lines().count())
                .forEach(row -> all.put(key(row), row + "\n"));
        rows.forEach(row -> all.put(key(row), row));
        return document.substring(0, begin) + HEADING + String.join("", all.values()) + document.substring(end);
    }

    /** Rows are in the order of the architectures, then of the versions. */
    private static String key(String row) {
        List<String> cells = cells(row);
        String version = cells.get(0).replaceAll("\\b(\\d)\\b", "0$1");
        return String.join("|", cells.get(1), version, cells.get(SUITE_CELL - 1));
    }

    static List<String> cells(String row) {
        return List.of(row.substring(1).strip().replaceAll("\\|$", "").split("\\|", -1)).stream()
                .map(String::strip)
                .toList();
    }

    /** The results in a directory of reports. */
    private static final class Counts {
        private int tests;
        private int failed;
        private final Map<String, Integer> skips = new TreeMap<>();

        static Counts of(Path directory) throws IOException {
            Counts counts = new Counts();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "TEST-*.xml")) {
                for (Path file : files) {
                    // The tests of this machine's commands say nothing about the kernel.
                    if (!file.toString().endsWith("HostIT.xml")) {
                        counts.add(parse(file));
                    }
                }
            }
            return counts;
        }

        private static Document parse(Path file) throws IOException {
            try {
                return DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(file.toFile());
            } catch (SAXException | ParserConfigurationException broken) {
                throw new IOException(file + " cannot be parsed", broken);
            }
        }

        private void add(Document report) {
            NodeList cases = report.getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                tests++;
                if (has(test, "failure") || has(test, "error")) {
                    failed++;
                } else if (has(test, "skipped")) {
                    skips.merge(
                            reason((Element)
                                    test.getElementsByTagName("skipped").item(0)),
                            1,
                            Integer::sum);
                }
            }
        }

        private static boolean has(Element test, String result) {
            return test.getElementsByTagName(result).getLength() > 0;
        }

        /** What was missing, or the first line of another reason. */
        private static String reason(Element skipped) {
            String text = skipped.hasAttribute("message") ? skipped.getAttribute("message") : skipped.getTextContent();
            String first = text.replaceFirst("^\\S*TestAbortedException: *", "")
                    .strip()
                    .lines()
                    .findFirst()
                    .orElse("")
                    .replace('|', '/');
            return MISSING.matcher(FRAME.matcher(first).replaceAll("")).replaceFirst("$1");
        }

        private int skipped() {
            return skips.values().stream().mapToInt(Integer::intValue).sum();
        }

        private String skips() {
            String reasons = skips.entrySet().stream()
                    .map(skip -> skip.getKey() + " " + skip.getValue())
                    .collect(Collectors.joining(", "));
            return skips.isEmpty() ? "0" : skipped() + ": " + reasons;
        }
    }
}
