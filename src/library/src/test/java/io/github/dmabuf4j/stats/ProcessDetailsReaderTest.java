// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static io.github.dmabuf4j.support.BufferBuilder.holder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.support.ProcTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessDetailsReaderTest {
    private static final Set<ProcessDetail> ALL = EnumSet.allOf(ProcessDetail.class);
    private static final HoldingProcess JVM = new HoldingProcess(20, "java", 2000);
    private static final HoldingProcess SHELL = new HoldingProcess(30, "bash", 3000);

    @TempDir
    private Path root;

    @BeforeEach
    void twoProcesses() throws IOException {
        ProcTree tree = new ProcTree(root);
        Path jvm = tree.process(20, "java");
        Files.writeString(jvm.resolve("cmdline"), "java\0com.example.Camera\0");
        Files.writeString(jvm.resolve("cgroup"), "0::/system.slice/camera.service\n");
        Files.writeString(tree.process(30, "bash").resolve("cgroup"), "0::/user.slice\n");
    }

    private List<BufferInfo> read(Set<ProcessDetail> wanted, HoldingProcess... holders) {
        List<BufferInfo> buffers = List.of(
                buffer(1).size(10).held(holder(holders[0], List.of(3))).toInfo(),
                buffer(2).size(10).toInfo(),
                buffer(3)
                        .size(10)
                        .held(holder(holders[holders.length - 1], List.of(4), 4096))
                        .toInfo());
        return new ProcessDetailsReader(root, wanted).addTo(buffers);
    }

    private static ProcessDetails of(BufferInfo buffer) {
        return buffer.holders().get(0).process().details();
    }

    @Test
    void eachHolderGetsItsDetailsAndTheBuffersStayTheSame() throws IOException {
        List<BufferInfo> buffers = read(ALL, JVM, SHELL);

        assertThat(of(buffers.get(0)))
                .isEqualTo(new ProcessDetails(
                        Optional.of("Camera"),
                        Optional.of(new ControlGroup("/system.slice/camera.service")),
                        OptionalLong.of(owner()),
                        Optional.of(Files.getOwner(root).getName())));
        assertThat(of(buffers.get(2)).controlGroup()).contains(new ControlGroup("/user.slice"));
        assertThat(of(buffers.get(2)).program()).isEmpty();
        assertThat(buffers.get(0).holders().get(0).process().title()).isEqualTo("Camera");
        assertThat(buffers.get(2).holders().get(0).process().title()).isEqualTo("bash");
        assertThat(buffers)
                .extracting(BufferInfo::inode, one -> one.holders().size())
                .containsExactly(tuple(1L, 1), tuple(2L, 0), tuple(3L, 1));
        assertThat(buffers.get(2).holders().get(0).mappedBytes()).isEqualTo(4096);
    }

    @Test
    void onlyWhatIsWantedIsRead() {
        assertThat(of(read(Set.of(ProcessDetail.PROGRAM), JVM).get(0)))
                .isEqualTo(new ProcessDetails(
                        Optional.of("Camera"), Optional.empty(), OptionalLong.empty(), Optional.empty()));
        assertThat(of(read(Set.of(), JVM).get(0))).isEqualTo(ProcessDetails.NONE);
        assertThat(of(read(Set.of(ProcessDetail.PROGRAM), SHELL).get(0))).isEqualTo(ProcessDetails.NONE);
    }

    @Test
    void ofAProcessThatTookOverTheNumberNothingIsSaid() {
        assertThat(of(read(ALL, new HoldingProcess(20, "java", 1999)).get(0))).isEqualTo(ProcessDetails.NONE);
    }

    @Test
    void ofAProcessThatHasEndedNothingIsKnown() {
        assertThat(of(read(ALL, new HoldingProcess(40, "java", 4000)).get(0))).isEqualTo(ProcessDetails.NONE);
    }

    private long owner() throws IOException {
        return Integer.toUnsignedLong((int) Files.getAttribute(root, "unix:uid"));
    }

    @Test
    void aUserWithoutANameIsANumber() throws IOException {
        assumeTrue(owner() == 0, "only root gives files to others");
        Files.setAttribute(root.resolve("20"), "unix:uid", -5);

        ProcessDetails details = of(read(Set.of(ProcessDetail.USER), JVM).get(0));

        assertThat(details.uid()).hasValue(4294967291L);
        assertThat(details.user()).isEmpty();
    }
}
