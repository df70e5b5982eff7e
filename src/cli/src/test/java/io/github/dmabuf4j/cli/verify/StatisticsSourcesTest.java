// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.stats.DebugfsStats;
import io.github.dmabuf4j.stats.ProcfsStats;
import io.github.dmabuf4j.stats.SysfsStats;
import io.github.dmabuf4j.support.ProcTree;
import io.github.dmabuf4j.support.SysfsTree;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The sources of statistics, made of files, and which of them is chosen. */
@ExtendWith(UnchangedDescriptors.class)
class StatisticsSourcesTest {
    private static final String BUFINFO = "\nDma-buf Objects:\n"
            + "size    \tflags   \tmode    \tcount   \texp_name\tino     \tname\n"
            + "00004096\t00000002\t00080007\t00000001\tsystem\t00000007\t<none>\n\tAttached Devices:\n"
            + "Total 0 devices attached\n\n\nTotal 1 objects, 4096 bytes\n";

    @TempDir
    private Path directory;

    private final List<String> skipped = new ArrayList<>();

    private List<String> chosen(Set<String> there, String... required) {
        Map<String, StatisticsSources.Opener> openers = new LinkedHashMap<>();
        for (String name : List.of("best", "second", "last")) {
            openers.put(name, () -> open(name, there.contains(name)));
        }
        return new StatisticsSources(openers)
                .open(Set.of(required), (name, reason) -> skipped.add(name + ": " + reason)).stream()
                        .map(Statistics::name)
                        .toList();
    }

    private Statistics open(String name, boolean isThere) throws DmaBufException {
        if (!isThere) {
            throw new UnsupportedKernelException("open", name, 0, "not here");
        }
        return new ListedStatistics(name, name, name, true, ProcfsStats.open());
    }

    @Test
    void theFirstThatCanBeReadIsChosenAndTheOthersAreNotTried() {
        assertThat(chosen(Set.of("best", "second"))).containsExactly("best");
        assertThat(skipped).isEmpty();
    }

    @Test
    void thoseBeforeTheChosenOneAreSkippedWithTheReason() {
        assertThat(chosen(Set.of("last"))).containsExactly("last");
        assertThat(skipped)
                .containsExactly("best: open on best failed: not here", "second: open on second failed: not here");
    }

    @Test
    void afterOneThatListsOnlyWhatProcessesHoldTheNextIsOpened() {
        Map<String, StatisticsSources.Opener> openers = new LinkedHashMap<>();
        openers.put("held", () -> new ListedStatistics("held", "held", "held", false, ProcfsStats.open()));
        openers.put("all", () -> open("all", true));
        openers.put("last", () -> open("last", true));

        assertThat(new StatisticsSources(openers).open(Set.of(), (name, reason) -> skipped.add(name)))
                .extracting(Statistics::name)
                .containsExactly("held", "all");
        assertThat(skipped).isEmpty();
    }

    @Test
    void whatIsRequiredIsCheckedBesideTheFirst() {
        assertThat(chosen(Set.of("best", "second", "last"), "last")).containsExactly("best", "last");
        assertThat(skipped).isEmpty();
    }

    @Test
    void whatIsRequiredAndMissingIsTriedOnce() {
        assertThat(chosen(Set.of("best"), "last", "best")).containsExactly("best");
        assertThat(skipped).containsExactly("last: open on last failed: not here");
    }

    @Test
    void withoutAnySourceEachHasAReason() {
        assertThat(chosen(Set.of())).isEmpty();
        assertThat(skipped).hasSize(3);
    }

    @Test
    void thoseOfKernelsAreTriedInThisOrder() {
        assertThat(StatisticsSources.ofKernel().names()).containsExactly("sysfs", "bpf", "debugfs", "fdinfo");
    }

    @Test
    void sysfsListsTheBuffersThatHaveAnEntry() throws IOException {
        SysfsTree.entry(directory, "7", "4096\n", "system\n");
        Statistics sysfs = new SysfsStatistics(SysfsStats.open(directory));

        assertThat(sysfs.lists(7)).isTrue();
        assertThat(sysfs.lists(8)).isFalse();
        assertThat(List.of(sysfs.name(), sysfs.mappings(), sysfs.places())).containsOnly("sysfs");
        assertThat(sysfs.listsAllBuffers()).isTrue();
    }

    @Test
    void debugfsListsTheBuffersOfItsList() throws IOException {
        Path bufinfo = Files.writeString(directory.resolve("bufinfo"), BUFINFO);
        try (Statistics debugfs = ListedStatistics.of("debugfs", DebugfsStats.open(bufinfo))) {
            assertThat(debugfs.lists(7)).isTrue();
            assertThat(debugfs.lists(8)).isFalse();
            assertThat(debugfs.listsAllBuffers()).isTrue();
            Files.writeString(bufinfo, BUFINFO.replace("\t00000007\t", "\t00000008\t"));
            assertThat(debugfs.lists(7)).as("after it has changed").isFalse();
        }
    }

    @Test
    void procfsListsWhatProcessesHold() throws IOException {
        ProcTree.open(new ProcTree(directory).process(40, "camera"), 5, "7", 4096, "frame");
        Statistics procfs = ListedStatistics.ofProcesses("fdinfo", ProcfsStats.open(directory));

        assertThat(procfs.lists(7)).isTrue();
        assertThat(procfs.lists(8)).isFalse();
        assertThat(List.of(procfs.name(), procfs.mappings(), procfs.places()))
                .containsExactly("fdinfo", "maps", "fdinfo and maps");
        assertThat(procfs.listsAllBuffers()).isFalse();
    }

    /** Such a source is not chosen: the file can be opened, and cannot be read. */
    @Test
    void aListThatIsNotUnderstoodIsASourceThatCannotBeRead() throws IOException {
        Path bufinfo = Files.writeString(directory.resolve("bufinfo"), "something else\n");
        assertThatThrownBy(() -> ListedStatistics.of("debugfs", DebugfsStats.open(bufinfo)))
                .isInstanceOf(UnsupportedKernelException.class)
                .hasMessageContaining("does not begin like the list");
    }
}
