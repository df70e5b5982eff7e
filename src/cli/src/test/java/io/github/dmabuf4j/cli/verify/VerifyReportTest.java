// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerifyReportTest {
    private static final CheckResult PASSED = new CheckResult("fresh content", true, "all zero", "all zero");
    private static final CheckResult FAILED = new CheckResult("size by lseek", false, "4096 bytes", "0 bytes");

    private final VerifyReport report = new VerifyReport();

    @Test
    void allPassed() {
        report.add("system", PASSED);
        report.add("system", PASSED);

        assertThat(report.closingLines()).containsExactly("2 checks on 1 heap: all passed");
        assertThat(report.allPassed()).isTrue();
    }

    @Test
    void aCheckIsALine() {
        assertThat(VerifyReport.line("system", PASSED)).isEqualTo("ok    system  fresh content: all zero");
    }

    @Test
    void aFailureIsShownWithWhatWasExpected() {
        report.add("reserved", PASSED);
        report.add("system", FAILED);
        report.add("system", PASSED);
        report.add("system", FAILED);

        assertThat(VerifyReport.line("system", FAILED))
                .isEqualTo("FAIL  system  size by lseek: 0 bytes (expected: 4096 bytes)");
        assertThat(report.closingLines()).containsExactly("4 checks on 2 heaps: 2 failed");
        assertThat(report.allPassed()).isFalse();
    }

    @Test
    void aHeapThatIsNotUsableIsNoFailureOfTheOthers() {
        report.addNotUsable("reserved", "EACCES");
        report.add("system", PASSED);

        assertThat(report.closingLines())
                .containsExactly(
                        "----  reserved  not verified: EACCES", "1 checks on 1 heap, 1 not usable: all passed");
        assertThat(report.allPassed()).isTrue();
    }

    @Test
    void aFailureBesideAHeapThatIsNotUsableIsAFailure() {
        report.addNotUsable("reserved", "EACCES");
        report.add("system", FAILED);

        assertThat(report.closingLines()).last().isEqualTo("1 checks on 1 heap, 1 not usable: 1 failed");
        assertThat(report.allPassed()).isFalse();
    }

    @Test
    void f02_anAliasIsNamedAndCounted() {
        report.addAlias("cam", "system");
        report.addNotUsable("a\u001b[31m", "gone\n");
        report.add("system", PASSED);

        assertThat(report.closingLines())
                .containsExactly(
                        "----  cam  the same heap as system",
                        "----  a\\u001b[31m  not verified: gone\\u000a",
                        "1 checks on 1 heap, 1 alias, 1 not usable: all passed");
        assertThat(report.document().get("heaps").toString()).contains("{heap=cam, sameAs=system}");
    }

    @Test
    void theDocumentHasTheSame() {
        report.addNotUsable("reserved", "EACCES");
        report.add("system", PASSED);
        report.add("system", FAILED);

        Map<String, Object> passed =
                Map.of("check", "fresh content", "passed", true, "expected", "all zero", "seen", "all zero");
        Map<String, Object> failed =
                Map.of("check", "size by lseek", "passed", false, "expected", "4096 bytes", "seen", "0 bytes");
        assertThat(report.document())
                .isEqualTo(Map.of(
                        "heaps",
                        List.of(
                                Map.of("heap", "system", "checks", List.of(passed, failed)),
                                Map.of("heap", "reserved", "notUsable", "EACCES")),
                        "checks",
                        2L,
                        "failed",
                        1L));
        assertThat(report.document().keySet()).containsExactly("heaps", "checks", "failed");
    }

    @Test
    void theDocumentOfNothingCountsNothing() {
        report.addNotUsable("reserved", "EACCES");

        assertThat(report.document()).containsEntry("checks", 0L).containsEntry("failed", 0L);
    }
}
