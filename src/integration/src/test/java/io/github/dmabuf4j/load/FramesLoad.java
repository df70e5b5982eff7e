// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.load;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.share.FrameEchoes;
import io.github.dmabuf4j.share.ShareChannel;
import io.github.dmabuf4j.share.ShareListener;
import io.github.dmabuf4j.share.SharingMain;
import io.github.dmabuf4j.support.CommandedProcess;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.Peer;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.UnchangedBuffers;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** 100,000 frames with two fences each, sent to another process and back: nothing is left over on either side. */
@RealKernel
@Needs(SYSTEM_HEAP)
@ExtendWith({UnchangedDescriptors.class, UnchangedBuffers.class})
class FramesLoad {
    private static final int FRAMES = Integer.getInteger("load.frames", 100_000);
    private static final FrameLayout LAYOUT = FrameLayout.linear(DrmFormat.NV12, 640, 480, 64);

    /** Classes are loaded and threads are started by then. */
    private static final int FIRST = 100;

    @TempDir
    private Path directory;

    @Test
    void aProgramInCSendsThemBack() throws Exception {
        try (Peer peer = Peer.start();
                DmaHeap heap = DmaHeap.open("system");
                ShareChannel channel = peer.connect(directory)) {
            long before = peer.number("fds");
            exchange("C", peer, channel, heap);
            assertThat(peer.number("fds")).isEqualTo(before);
        }
    }

    @Test
    void anotherJvmSendsThemBack() throws Exception {
        try (CommandedProcess other = SharingMain.start();
                DmaHeap heap = DmaHeap.open("system");
                ShareListener listener = ShareListener.bind(directory.resolve("socket"))) {
            other.begin("connect", listener.path());
            try (ShareChannel channel = listener.accept()) {
                other.answerTo("connect");
                echo(other, channel, heap, FIRST);
                String before = other.ask("descriptors");
                exchange("Java", other, channel, heap);
                assertThat(other.ask("descriptors")).isEqualTo(before);
                other.tell("disconnect");
            }
        }
    }

    private static void exchange(String with, CommandedProcess other, ShareChannel channel, DmaHeap heap)
            throws Exception {
        long start = System.nanoTime();
        echo(other, channel, heap, FRAMES);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println(FRAMES + " frames to " + with + " and back in " + took.toSeconds() + " s");
    }

    private static void echo(CommandedProcess other, ShareChannel channel, DmaHeap heap, int count) throws Exception {
        other.begin("echo", count);
        FrameEchoes.exchange(channel, heap, LAYOUT, count);
        other.answerTo("echo");
    }
}
