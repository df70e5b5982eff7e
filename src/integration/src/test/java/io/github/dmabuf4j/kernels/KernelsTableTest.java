// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of docs/kernels.md that {@link KernelsTable} writes. */
class KernelsTableTest {
    private static final String SKIPS = "4: Linux 6.1 has a fault 1, vkms 3";

    @TempDir
    private Path target;

    private static String row(String kernel, String suite, int passed, String skips) {
        return "| %s | amd64, 4 KiB | system, udmabuf | debugfs, procfs | %s | %d | 2 | %s | 2026-11-28, 25.0.1 |\n"
                .formatted(kernel, suite, passed, skips);
    }

    private static String document(String... rows) {
        return "before\n" + KernelsTable.BEGIN + KernelsTable.HEADING + String.join("", rows) + KernelsTable.END
                + "after\n";
    }

    private void report(String directory, String file, String content) throws IOException {
        Path reports = Files.createDirectories(target.resolve(directory));
        Files.writeString(reports.resolve(file), content);
    }

    @Test
    void aReasonHasNoFrameAndTestsOfTheMachineDoNotCount() throws IOException {
        report("failsafe-reports", "TEST-A.xml", """
                <testsuite><testcase name="a"><skipped message="x matches [y] ==> done by others"/></testcase>
                <testcase name="b"><skipped message="Assumption failed: none is there"/></testcase>
                <testcase name="c"><skipped message="assumption was not met due to: [it leaks] "/></testcase></testsuite>""");
        report("failsafe-reports", "TEST-a.VmHostIT.xml", """
                <testsuite><testcase name="a"><failure>no</failure></testcase></testsuite>""");
        report("failsafe-reports", "kernel.properties", """
                kernel=6.1.192
                origin=built
                architecture=amd64
                pageSize=4096
                allocators=
                sources=
                java=25
                suite=all
                date=2026-11-29
                """);

        assertThat(KernelsTable.rows(target))
                .singleElement()
                .satisfies(row -> assertThat(KernelsTable.cells(row))
                        .containsSubsequence("0", "0", "3: done by others 1, it leaks 1, none is there 1"));
    }

    @Test
    void aRowHasWhatTheReportsAndTheRecordHave() throws IOException {
        report("failsafe-reports", "TEST-A.xml", """
                <testsuite><testcase name="a"/><testcase name="b"><skipped message="needs vkms: built so"/></testcase>
                <testcase name="c"><failure>no</failure></testcase><testcase name="d"><system-out>x</system-out></testcase>
                </testsuite>""");
        report("failsafe-reports", "TEST-B.xml", """
                <testsuite><testcase name="a"><error>no</error></testcase>
                <testcase name="b"><skipped type="x"><![CDATA[org.opentest4j.TestAbortedException: needs vkms: so
                \tat]]></skipped></testcase><testcase name="c"><skipped message="needs vkms: built so"/></testcase>
                <testcase name="d"><skipped type="x"><![CDATA[org.opentest4j.TestAbortedException:
                Linux 6.1 has a fault
                at x]]></skipped></testcase></testsuite>""");
        report("failsafe-reports", "kernel.properties", """
                kernel=6.1.192
                origin=built
                architecture=amd64
                pageSize=4096
                allocators=system, udmabuf
                sources=debugfs, procfs
                java=25.0.1
                suite=all
                date=2026-11-28
                """);
        report("failsafe-reports-without-a-record", "TEST-A.xml", "<testsuite/>");
        assertThat(KernelsTable.rows(target)).containsExactly(row("6.1.192, built", "all", 2, SKIPS));
    }

    @Test
    void aRowReplacesThatOfTheSameKernelAndSuite() {
        String before = document(row("6.1.9, built", "all", 1, "0"), row("6.12.1, stock", "smoke", 2, "0"));
        List<String> rows = List.of(row("6.12.1, stock", "smoke", 3, "0"), row("6.2.0, stock", "smoke", 4, "0"));
        assertThat(KernelsTable.updated(before, rows))
                .isEqualTo(document(
                        row("6.1.9, built", "all", 1, "0"),
                        row("6.2.0, stock", "smoke", 4, "0"),
                        row("6.12.1, stock", "smoke", 3, "0")));
    }

    @Test
    void theTableOfTheDocumentIsComplete() throws IOException {
        String document = Files.readString(Checkout.root().resolve("docs/kernels.md"));
        assertThat(KernelsTable.updated(document, List.of())).isEqualTo(document);
        List<String> rows = document.substring(document.indexOf(KernelsTable.HEADING) + KernelsTable.HEADING.length())
                .lines()
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(rows)
                .isNotEmpty()
                .allSatisfy(
                        row -> assertThat(row)
                                .matches(
                                        "\\| [0-9]+\\.[0-9]\\S+, (built|stock|machine) \\| \\S+, [0-9]+ KiB \\| [^|]+ \\| [^|]+ "
                                                + "\\| (all|smoke) \\| [0-9]+ \\| [0-9]+ \\| (0|[0-9]+: [^|]+) \\| [0-9-]{10}, [0-9.]+ \\|"));
    }
}
