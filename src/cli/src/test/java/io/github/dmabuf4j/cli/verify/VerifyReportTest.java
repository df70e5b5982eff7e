// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerifyReportTest {
    private static final CheckResult PASSED =
            new CheckResult("fresh content", Optional.empty(), true, "all zero", "all zero");
    private static final CheckResult FAILED =
            new CheckResult("size in debugfs", Optional.of("debugfs"), false, "4096 bytes", "0 bytes");

    private static final Subject SYSTEM = Subject.heap("system");
    private static final Subject RESERVED = Subject.heap("reserved");

    private final VerifyReport report = new VerifyReport(Set.of());
    private final VerifyReport bringUp = new VerifyReport(Set.of("sysfs"));

    private static String summary(VerifyReport report) {
        List<String> lines = report.closingLines();
        return lines.get(lines.size() - 1);
    }

    @Test
    void allPassed() {
        report.add(SYSTEM, PASSED);
        report.add(SYSTEM, PASSED);

        assertThat(report.closingLines()).containsExactly("2 checks on 1 heap: all passed");
        assertThat(report.hasSucceeded()).isTrue();
    }

    @Test
    void aCheckIsALine() {
        assertThat(VerifyReport.line(SYSTEM, PASSED)).isEqualTo("ok    system  fresh content: all zero");
    }

    @Test
    void aFailureIsShownWithWhatWasExpected() {
        report.add(RESERVED, PASSED);
        report.add(SYSTEM, FAILED);
        report.add(SYSTEM, PASSED);
        report.add(SYSTEM, FAILED);

        assertThat(VerifyReport.line(SYSTEM, FAILED))
                .isEqualTo("FAIL  system  size in debugfs: 0 bytes (expected: 4096 bytes)");
        assertThat(report.closingLines()).containsExactly("4 checks on 2 heaps: 2 failed");
        assertThat(report.hasSucceeded()).isFalse();
    }

    @Test
    void aHeapThatIsNotUsableIsNoFailureOfTheOthers() {
        report.addNotUsable("reserved", "EACCES");
        report.add(SYSTEM, PASSED);

        assertThat(report.closingLines())
                .containsExactly("----  reserved  not verified: EACCES", "1 check on 1 heap, 1 not usable: all passed");
        assertThat(report.hasSucceeded()).isTrue();
    }

    @Test
    void aFailureBesideAHeapThatIsNotUsableIsAFailure() {
        report.addNotUsable("reserved", "EACCES");
        report.add(SYSTEM, FAILED);

        assertThat(summary(report)).isEqualTo("1 check on 1 heap, 1 not usable: 1 failed");
        assertThat(report.hasSucceeded()).isFalse();
    }

    @Test
    void f02_anAliasIsNamedAndCounted() {
        report.addAlias("cam", "system");
        report.addNotUsable("a\u001b[31m", "gone\n");
        report.add(SYSTEM, PASSED);

        assertThat(report.closingLines())
                .containsExactly(
                        "----  cam  the same heap as system",
                        "----  a\\u001b[31m  not verified: gone\\u000a",
                        "1 check on 1 heap, 1 alias, 1 not usable: all passed");
        assertThat(report.document().get("heaps").toString()).contains("{heap=cam, sameAs=system}");
    }

    @Test
    void udmabufIsCountedBesideTheHeaps() {
        report.add(Subject.UDMABUF, PASSED);
        assertThat(summary(report)).isEqualTo("1 check on udmabuf: all passed");

        report.add(SYSTEM, PASSED);
        assertThat(summary(report)).isEqualTo("2 checks on 1 heap and udmabuf: all passed");
        assertThat(report.document().get("heaps").toString()).doesNotContain("udmabuf");
        assertThat(report.document().get("udmabuf").toString()).startsWith("{checks=[{check=fresh content, ");
    }

    @Test
    void whatIsSkippedIsListedAndCountedAndNoFailure() {
        report.add(SYSTEM, PASSED);
        report.addSkipped("sysfs", "ENOENT\n");
        report.addSkipped("debugfs", "EACCES");

        assertThat(report.closingLines())
                .containsExactly(
                        "skip  sysfs: ENOENT\\u000a",
                        "skip  debugfs: EACCES",
                        "1 check on 1 heap: all passed; 2 skipped");
        assertThat(report.hasSucceeded()).isTrue();
        assertThat(report.document())
                .containsEntry(
                        "skipped",
                        List.of(
                                Map.of("name", "sysfs", "reason", "ENOENT\n"),
                                Map.of("name", "debugfs", "reason", "EACCES")))
                .contains(entry("required", List.of()), entry("missing", List.of()));
    }

    @Test
    void whatIsRequiredAndCannotBeCheckedIsAFailure() {
        bringUp.add(SYSTEM, PASSED);
        bringUp.addSkipped("sysfs", "ENOENT");
        bringUp.addSkipped("debugfs", "EACCES");

        assertThat(bringUp.closingLines())
                .containsExactly(
                        "skip  debugfs: EACCES",
                        "FAIL  sysfs is required: ENOENT",
                        "1 check on 1 heap: all passed; 1 skipped; required and missing: sysfs");
        assertThat(bringUp.hasSucceeded()).isFalse();
        assertThat(bringUp.document())
                .containsEntry("failed", 0L)
                .containsEntry("required", List.of("sysfs"))
                .containsEntry("missing", List.of(Map.of("name", "sysfs", "reason", "ENOENT")))
                .containsEntry("skipped", List.of(Map.of("name", "debugfs", "reason", "EACCES")));
    }

    @Test
    void whatIsRequiredAndWasCheckedIsNoFailure() {
        bringUp.add(SYSTEM, PASSED);

        assertThat(bringUp.closingLines()).containsExactly("1 check on 1 heap: all passed");
        assertThat(bringUp.hasSucceeded()).isTrue();
        assertThat(bringUp.document()).contains(entry("required", List.of("sysfs")), entry("missing", List.of()));
    }

    @Test
    void checksWithoutABufferAreSkipped() {
        List<String> notRun = List.of("size by lseek", "fresh content");
        report.add(RESERVED, FAILED);
        report.addNotRun(RESERVED, notRun);

        assertThat(VerifyReport.notRunLine(RESERVED, notRun)).isEqualTo("skip  reserved  2 checks: there is no buffer");
        assertThat(report.closingLines()).containsExactly("1 check on 1 heap: 1 failed; 2 skipped");
        assertThat(report.document().get("skipped"))
                .isEqualTo(List.of(
                        Map.of("name", "size by lseek", "of", "reserved", "reason", "there is no buffer"),
                        Map.of("name", "fresh content", "of", "reserved", "reason", "there is no buffer")));
    }

    @Test
    void theDocumentHasTheSame() {
        report.addNotUsable("reserved", "EACCES");
        report.add(SYSTEM, PASSED);
        report.add(SYSTEM, FAILED);

        Map<String, Object> passed =
                Map.of("check", "fresh content", "passed", true, "expected", "all zero", "seen", "all zero");
        Map<String, Object> failed = Map.of(
                "check",
                "size in debugfs",
                "passed",
                false,
                "expected",
                "4096 bytes",
                "seen",
                "0 bytes",
                "source",
                "debugfs");
        assertThat(report.document())
                .containsExactly(
                        entry(
                                "heaps",
                                List.of(
                                        Map.of("heap", "system", "checks", List.of(passed, failed)),
                                        Map.of("heap", "reserved", "notUsable", "EACCES"))),
                        entry("checks", 2L),
                        entry("failed", 1L),
                        entry("skipped", List.of()),
                        entry("required", List.of()),
                        entry("missing", List.of()));
    }

    @Test
    void theDocumentOfNothingCountsNothing() {
        report.addNotUsable("reserved", "EACCES");

        assertThat(report.document()).containsEntry("checks", 0L).containsEntry("failed", 0L);
    }
}
