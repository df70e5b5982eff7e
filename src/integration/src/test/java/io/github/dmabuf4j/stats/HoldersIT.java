// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static io.github.dmabuf4j.support.KernelFeature.SW_SYNC;
import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.Processes;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conformance rows 14 to 16 and 24: the holders of a buffer, with real processes. */
@RealKernel
@Needs(BUFFERS)
@Smoke
class HoldersIT {
    private static final int PAGE = 4096;

    private static long references(long inode) throws IOException {
        return Seen.buffer(inode).references().orElseThrow();
    }

    private static List<Integer> pids(long inode) throws IOException {
        return Seen.buffer(inode).holders().stream()
                .map(holder -> holder.process().pid())
                .toList();
    }

    @Test
    void row14_references() throws Exception {
        try (Holder holder = Holder.start();
                Holder other = Holder.start()) {
            long inode = holder.alloc(Heaps.ordinary(), PAGE, 0);
            assertThat(references(inode)).as("allocated").isEqualTo(1);
            holder.dup(0, 1);
            assertThat(references(inode)).as("dup").isEqualTo(2);
            holder.pass(0, other, 0);
            assertThat(references(inode)).as("received by another process").isEqualTo(3);
            assertThat(pids(inode)).containsExactlyInAnyOrder(Seen.pid(holder), Seen.pid(other));
            other.kill();
            assertThat(references(inode)).as("after the death of that process").isEqualTo(2);
            assertThat(pids(inode)).containsExactly(Seen.pid(holder));
            holder.close(1);
            assertThat(references(inode)).as("closed").isEqualTo(1);
        }
    }

    @Test
    void row15_aMappingWhoseDescriptorIsClosedIsStillFound() throws IOException {
        try (Holder process = Holder.start()) {
            long inode = process.alloc(Heaps.ordinary(), 4 * PAGE, 0);
            process.name(0, "camera");
            process.map(0, 0, PAGE, 2 * PAGE);
            process.close(0);
            BufferInfo buffer = Seen.buffer(inode);
            assertThat(buffer.size()).hasValue(4 * PAGE);
            assertThat(buffer.exporter()).contains(Heaps.ordinary());
            assertThat(buffer.name()).contains("camera");
            assertThat(buffer.holders()).singleElement().satisfies(holder -> {
                assertThat(holder.process().pid()).isEqualTo(Seen.pid(process));
                assertThat(holder.process().command()).isEqualTo("holder");
                assertThat(holder.fds()).isEmpty();
                assertThat(holder.mappings()).containsExactly(new MappedRange(PAGE, 2 * PAGE));
            });
        }
    }

    @Test
    void row15_procfsAloneKnowsItsSizeAndNotItsExporter() throws IOException {
        try (Holder process = Holder.start()) {
            long inode = process.alloc(Heaps.ordinary(), 4 * PAGE, 0);
            process.map(0, 0, PAGE, PAGE);
            process.close(0);
            BufferInfo buffer = Seen.by("procfs").buffer(inode).orElseThrow();
            assertThat(buffer.size()).hasValue(4 * PAGE);
            assertThat(buffer.exporter()).isEmpty();
            assertThat(buffer.references()).isEmpty();
        }
    }

    /** A row of maps shows a line feed, and a backslash with its digits, alike. */
    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\\012b", "/dmabuf:", " x ", "0123456789012345678901234567890"})
    void row24_theNameOfWhatIsOnlyMappedIsExact(String name) throws IOException {
        try (Holder process = Holder.start()) {
            long inode = process.alloc(Heaps.ordinary(), PAGE, 0);
            process.name(0, name.getBytes(StandardCharsets.UTF_8));
            process.map(0, 0, 0, PAGE);
            process.close(0);
            // Again when the device of buffers is known.
            ProcfsStats stats = ProcfsStats.open();
            for (int i = 0; i < 2; i++) {
                assertThat(stats.read().buffers())
                        .filteredOn(buffer -> buffer.inode() == inode)
                        .singleElement()
                        .satisfies(buffer -> assertThat(buffer.name()).contains(name));
            }
        }
    }

    @Test
    void row16_twoDescriptorsAreOneProcessAndTwoReferences() throws IOException {
        try (Holder process = Holder.start()) {
            long inode = process.alloc(Heaps.ordinary(), PAGE, 0);
            process.dup(0, 1);
            BufferInfo buffer = Seen.buffer(inode);
            assertThat(buffer.references()).hasValue(2);
            assertThat(buffer.holders())
                    .singleElement()
                    .satisfies(
                            holder -> assertThat(holder.fds()).containsExactlyInAnyOrder(process.fd(0), process.fd(1)));
        }
    }

    @Test
    void aProcessWhoseFirstThreadHasEndedIsSeenThroughAnother() throws IOException {
        try (Holder process = Holder.start()) {
            long open = process.alloc(Heaps.ordinary(), PAGE, 0);
            long mapped = process.alloc(Heaps.ordinary(), PAGE, 1);
            process.map(1, 0, 0, PAGE);
            process.close(1);
            process.leaderExit();
            assertThat(pids(open)).containsExactly(Seen.pid(process));
            assertThat(pids(mapped)).containsExactly(Seen.pid(process));
            assertThat(Seen.by("procfs").buffer(mapped).orElseThrow().size()).hasValue(PAGE);
        }
    }

    @Test
    void f26_aThreadWithDescriptorsOfItsOwnIsAHolder() throws IOException {
        try (Holder process = Holder.start()) {
            long inode = process.alloc(Heaps.ordinary(), PAGE, 0);
            process.threadHold(0);
            assertThat(pids(inode)).containsExactly(Seen.pid(process));
            assertThat(Seen.now().provides(StatsCapability.ALL_HOLDERS)).isTrue();
        }
    }

    @Test
    void f26_aBufferInAMessageIsSaidToBeOfTheKernelAloneWhereAllProcessesAreSeen() throws IOException {
        try (Holder process = Holder.start()) {
            process.alloc(Heaps.ordinary(), PAGE, 0);
            process.socketHold(0);
            assertThat(Seen.now().totals().kernel()).contains(new Amount(1, PAGE));
        }
    }

    @Test
    void aDescriptorOnItsWayThroughASocketIsHeldByTheKernelAlone() throws IOException {
        try (Holder process = Holder.start()) {
            long inode = process.alloc(Heaps.ordinary(), PAGE, 0);
            process.name(0, "in flight");
            process.socketHold(0);
            BufferInfo buffer = Seen.buffer(inode);
            assertThat(buffer.heldByUserSpace()).isFalse();
            assertThat(buffer.name()).as("by debugfs").contains("in flight");
            assertThat(buffer.references()).as("by debugfs").hasValue(1);
            assertThat(Seen.by("procfs").buffer(inode)).isEmpty();
        }
    }

    @Test
    @Needs(SYSFS_STATS)
    void sysfsDoesNotKnowTheNameOfADescriptorOnItsWayThroughASocket() throws IOException {
        try (Holder process = Holder.start()) {
            long inode = process.alloc(Heaps.ordinary(), PAGE, 0);
            process.name(0, "in flight");
            process.socketHold(0);
            assertThat(Seen.by("sysfs", "procfs").buffer(inode).orElseThrow().name())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\nsize:\t1",
                "x\ncount:\t99\nino:\t1",
                "\nexp_name:\tforged\nsize:\t1",
                "\n\nTotal 0 devices attached\n\n",
                "\n\tAttached Devices:\n\tforged",
                "\n\twrite fence:a b seq 1 s",
                "\u001b[2Jhome\u0007",
                "\u202egnp.tac",
                "a,b\"c';d\te",
                "<none>x",
                "größer als 0"
            })
    void row24_aForgedNameChangesNoFigure(String name) throws IOException {
        try (Holder process = Holder.start()) {
            long before = process.alloc(Heaps.ordinary(), PAGE, 0);
            long inode = process.alloc(Heaps.ordinary(), 2 * PAGE, 1);
            long after = process.alloc(Heaps.ordinary(), PAGE, 2);
            process.name(1, name);
            process.dup(1, 3);
            process.map(1, 0, 0, PAGE);
            for (Snapshot snapshot : List.of(Seen.now(), Seen.by("procfs"), Seen.by("debugfs"))) {
                BufferInfo buffer = snapshot.buffer(inode).orElseThrow();
                assertThat(buffer.name()).contains(name);
                assertThat(buffer.size()).hasValue(2 * PAGE);
                assertThat(buffer.exporter()).contains(Heaps.ordinary());
                // Two descriptors and one mapping.
                assertThat(buffer.references()).hasValue(3);
                assertThat(buffer.attachments()).isEmpty();
                assertThat(buffer.fences()).isEmpty();
                assertThat(snapshot.buffer(before)).hasValueSatisfying(HoldersIT::isUntouched);
                assertThat(snapshot.buffer(after)).hasValueSatisfying(HoldersIT::isUntouched);
                assertThat(snapshot.unreadable()).isZero();
                assertThat(snapshot.contradictions()).isEmpty();
            }
            assertThat(Seen.now().buffers()).hasSameSizeAs(AllBuffers.inodes());
        }
    }

    private static void isUntouched(BufferInfo buffer) {
        assertThat(buffer.size()).hasValue(PAGE);
        assertThat(buffer.name()).isEmpty();
    }

    @Test
    void row24_f27_namesOfAnyBytesChangeNoFigure() throws IOException {
        byte[] name = {'\n', (byte) 0xff, (byte) 0xfe, '\n', 's', 'i', 'z', 'e', ':', '\t', '1'};
        try (Holder process = Holder.start()) {
            long inode = process.alloc(Heaps.ordinary(), PAGE, 0);
            process.name(0, name);
            BufferInfo buffer = Seen.buffer(inode);
            assertThat(buffer.size()).hasValue(PAGE);
            assertThat(buffer.name()).contains("\n\udcff\udcfe\nsize:\t1");
        }
    }

    @Test
    void row24_aForgedNameOfAProcessChangesNothingElse() throws IOException {
        String command = "a) R 1 (b\n";
        try (Holder process = Holder.start()) {
            long inode = process.alloc(Heaps.ordinary(), PAGE, 0);
            process.comm(command);
            assertThat(Seen.buffer(inode).holders()).singleElement().satisfies(holder -> {
                assertThat(holder.process().command()).isEqualTo(command);
                assertThat(holder.process().pid()).isEqualTo(Seen.pid(process));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFileCalledLikeABufferIsNone(boolean besideRealOnes) throws Exception {
        // Only root can create such a file, but in a container everybody may be root. Running it opens and maps it.
        String script = "set -e; mount -t tmpfs none /tmp; mkdir /tmp/r; mount -t tmpfs none /tmp/r; cd /tmp/r; "
                + "mkdir usr old; mount --rbind /usr usr; ln -s usr/lib lib; ln -s usr/lib64 lib64; "
                + "cp /usr/bin/cat 'dmabuf:x'; pivot_root . old; exec '/dmabuf:x' 3<'/dmabuf:x'";
        Process forger = new ProcessBuilder("unshare", "--mount", "sh", "-c", script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Holder process = Holder.start()) {
            forger.getOutputStream().write('\n');
            forger.getOutputStream().flush();
            assertThat(forger.getInputStream().read())
                    .as("the forger has started")
                    .isEqualTo('\n');
            String pid = Long.toString(forger.pid());
            assertThat(Processes.bufferMappings(pid)).isNotEmpty();
            if (besideRealOnes) {
                process.alloc(Heaps.ordinary(), PAGE, 0);
            }
            Snapshot snapshot = Seen.by("procfs");
            assertThat(snapshot.processes()).noneMatch(usage -> usage.process().pid() == forger.pid());
            assertThat(snapshot.buffers()).hasSize(besideRealOnes ? 1 : 0);
        } finally {
            forger.destroyForcibly().waitFor();
            forger.getInputStream().close();
            forger.getOutputStream().close();
        }
    }

    @Test
    @Needs(SW_SYNC)
    void fencesAreSeen() throws IOException {
        try (Holder process = Holder.start()) {
            long inode = process.alloc(Heaps.ordinary(), PAGE, 0);
            process.timeline(0);
            process.fence(0, 7, 0);
            process.addFence(0, 0, Holder.Fence.WRITE);
            assertThat(Seen.buffer(inode).fences()).singleElement().satisfies(fence -> {
                assertThat(fence.usage()).isEqualTo("write");
                assertThat(fence.driver()).isEqualTo("sw_sync");
                assertThat(fence.timeline()).isEqualTo("holder");
                assertThat(fence.seqno()).hasValue(7);
                assertThat(fence.signaled()).isFalse();
            });
            assertThat(Seen.buffer(inode).name()).isEqualTo(Optional.empty());
        }
    }
}
