// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.drm;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.support.ProcTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drivers of the test kernels do not show clients in fdinfo; the texts here are of the form that amdgpu and others write. */
class DrmClientsTest {
    private static final String CLIENT_7 = "pos:\t0\nflags:\t02100002\nmnt_id:\t27\nino:\t625\ndrm-driver:\tamdgpu\n"
            + "drm-client-id:\t7\ndrm-pdev:\t0000:03:00.0\ndrm-total-vram:\t15 KiB\n";
    private static final BufferInfo ON_THE_CARD =
            buffer(1).attached("0000:03:00.0").attached("vkms").toInfo();

    @TempDir
    private Path root;

    private Path proc;

    @BeforeEach
    void twoDevices() throws IOException {
        proc = Files.createDirectory(root.resolve("proc"));
        device("drm/renderD128", "../../../0000:03:00.0");
        device("drm/card1", "../../vkms");
        device("accel/accel0", "../../../0000:04:00.0");
    }

    private void device(String node, String device) throws IOException {
        Path directory = Files.createDirectories(root.resolve("sys/class").resolve(node));
        Files.createSymbolicLink(directory.resolve("device"), Path.of(device));
    }

    private static void open(Path process, int fd, String node, String info) throws IOException {
        ProcTree.open(process, fd, node, info);
    }

    private Path process(ProcTree tree, int pid, String command) throws IOException {
        Path process = tree.process(pid, command);
        Files.writeString(process.resolve("comm"), command + "\n");
        return process;
    }

    private DrmClients clients(BufferInfo... buffers) {
        return DrmClients.of(proc, root.resolve("sys"), Stream.of(buffers));
    }

    @Test
    void processesThatHaveAnAttachedDeviceOpenAreFound() throws IOException {
        ProcTree tree = new ProcTree(proc);
        Path compositor = process(tree, 30, "compo\nsitor");
        open(compositor, 4, "/dev/dri/renderD128", CLIENT_7);
        open(compositor, 5, "/dev/dri/renderD128", CLIENT_7);
        open(compositor, 6, "/dev/null", "pos:\t0\n");
        open(process(tree, 200, "player"), 3, "/dev/dri/card1", "pos:\t0\n");
        open(process(tree, 201, "npu"), 3, "/dev/accel/accel0", CLIENT_7);

        DrmClient ofCompositor = new DrmClient(
                30, "compo\nsitor", "0000:03:00.0", "/dev/dri/renderD128", Optional.of("amdgpu"), OptionalLong.of(7));
        DrmClient ofPlayer =
                new DrmClient(200, "player", "vkms", "/dev/dri/card1", Optional.empty(), OptionalLong.empty());
        assertThat(clients(ON_THE_CARD).all()).containsExactly(ofCompositor, ofPlayer);
        assertThat(clients(ON_THE_CARD).of(200)).containsExactly(ofPlayer);
        assertThat(clients(ON_THE_CARD).of(31)).isEmpty();
        assertThat(clients(buffer(2).attached("0000:04:00.0").toInfo()).all())
                .extracting(DrmClient::command)
                .containsExactly("npu");
    }

    @Test
    void withoutAnAttachmentNobodyIsNamed() throws IOException {
        open(process(new ProcTree(proc), 30, "compositor"), 4, "/dev/dri/renderD128", CLIENT_7);

        assertThat(clients(buffer(1).toInfo()).all()).isEmpty();
        assertThat(clients(buffer(1).attached("vgem").toInfo()).all()).isEmpty();
        assertThat(clients().of(30)).isEmpty();
    }

    @Test
    void whatCannotBeReadIsLeftOut() throws IOException {
        Path process = process(new ProcTree(proc), 30, "compositor");
        Files.createSymbolicLink(process.resolve("fd/4"), Path.of("/dev/dri/renderD128"));
        Files.createSymbolicLink(process.resolve("fd/5"), Path.of("/dev/dri/gone"));
        Files.delete(process.resolve("comm"));

        assertThat(clients(ON_THE_CARD).all())
                .containsExactly(new DrmClient(
                        30, "", "0000:03:00.0", "/dev/dri/renderD128", Optional.empty(), OptionalLong.empty()));
    }
}
