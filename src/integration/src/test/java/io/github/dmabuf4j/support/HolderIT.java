// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static io.github.dmabuf4j.support.KernelFeature.ATTACHMENT_STATS;
import static io.github.dmabuf4j.support.KernelFeature.CONTIGUOUS_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.SW_SYNC;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks each command of the holder by files of the kernel. */
@RealKernel
@Needs(SYSTEM_HEAP)
@Smoke
class HolderIT {
    private static final int PAGE = 4096;

    private static int count() throws IOException {
        return AllBuffers.inodes().size();
    }

    private static void assertIs(long inode, String exporter, long size) throws IOException {
        BufferInfo buffer = AllBuffers.find(inode).orElseThrow();
        assertThat(buffer.exporter()).contains(exporter);
        assertThat(buffer.size()).hasValue(size);
    }

    private static String ofProcess(long pid, String file) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), file), ISO_8859_1);
    }

    private static String fdinfo(Holder holder, int slot) throws IOException {
        return ofProcess(holder.pid(), "fdinfo/" + holder.fd(slot));
    }

    /** Returns the pages of each row, in the order of the addresses. */
    private static List<Integer> mappedPages(long pid) throws IOException {
        return Processes.bufferMappings(Long.toString(pid)).stream()
                .map(row -> row.split("[- ]", 3))
                .map(ends -> (HexFormat.fromHexDigitsToLong(ends[1]) - HexFormat.fromHexDigitsToLong(ends[0])) / PAGE)
                .map(Math::toIntExact)
                .toList();
    }

    /** Returns the text about this buffer in debugfs. */
    private static String bufinfo(long inode) throws IOException {
        String all = Files.readString(Path.of("/sys/kernel/debug/dma_buf/bufinfo"), ISO_8859_1);
        return Stream.of(all.split("\n\n", -1))
                .filter(one -> one.contains("\t%08d\t".formatted(inode)))
                .findFirst()
                .orElseThrow();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(10);
        }
    }

    @Test
    void allocatesAndCloses() throws IOException {
        try (Holder holder = Holder.start()) {
            for (String heap : new TreeSet<>(List.of("system", Heaps.contiguousOrSystem()))) {
                long inode = holder.alloc(heap, PAGE + 1, 1);
                assertIs(inode, heap, 2 * PAGE);
                assertThat(fdinfo(holder, 1))
                        .contains("\nino:\t" + inode + "\n")
                        .contains("\ncount:\t1\n");
                holder.close(1);
                assertThat(AllBuffers.exists(inode)).isFalse();
            }
        }
    }

    @Test
    void allocatesThousands() throws IOException {
        try (Holder holder = Holder.start()) {
            int before = count();
            Holder.Inodes inodes = holder.allocMany("system", PAGE, 12_000, 100);
            assertThat(inodes.last() - inodes.first()).isEqualTo(11_999);
            assertThat(count()).isEqualTo(before + 12_000);
            holder.closeMany(100, 11_999);
            assertThat(count()).isEqualTo(before + 1);
            assertThat(AllBuffers.exists(inodes.last())).isTrue();
            holder.close(12_099);
            assertThat(count()).isEqualTo(before);
        }
    }

    @Test
    @Needs(UDMABUF)
    void makesABufferOfOrdinaryMemory() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.udmabuf(2 * PAGE, 1);
            assertIs(inode, "udmabuf", 2 * PAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cam", "", "a b", "x\nsize:\t1", "0123456789012345678901234567890"})
    void names(String name) throws IOException {
        try (Holder holder = Holder.start()) {
            holder.alloc("system", PAGE, 1);
            assertThat(fdinfo(holder, 1)).doesNotContain("\nname:\t");
            holder.name(1, name);
            assertThat(fdinfo(holder, 1)).endsWith("\nname:\t" + name + "\n");
        }
    }

    @Test
    void duplicates() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", PAGE, 1);
            holder.dup(1, 2);
            assertThat(fdinfo(holder, 2)).contains("\nino:\t" + inode + "\n").contains("\ncount:\t2\n");
            assertThat(holder.fd(2)).isNotEqualTo(holder.fd(1));
            holder.close(1);
            assertThat(fdinfo(holder, 2)).contains("\ncount:\t1\n");
            holder.close(2);
            assertThat(AllBuffers.exists(inode)).isFalse();
        }
    }

    @Test
    void mapsAndUnmapsInParts() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", 8 * PAGE, 1);
            long address = holder.map(1, 7, PAGE, 5 * PAGE);
            holder.close(1);
            assertThat(Processes.bufferMappings(Long.toString(holder.pid())))
                    .singleElement()
                    .asString()
                    .startsWith(Long.toHexString(address) + "-")
                    .contains(" 00001000 ")
                    .contains(" " + inode + " ");
            assertThat(mappedPages(holder.pid())).containsExactly(5);
            holder.unmap(7, 3 * PAGE, PAGE);
            assertThat(mappedPages(holder.pid())).containsExactly(3, 1);
            assertThat(AllBuffers.exists(inode)).isTrue();
            holder.unmap(7, 0, 5 * PAGE);
            assertThat(mappedPages(holder.pid())).isEmpty();
            assertThat(AllBuffers.exists(inode)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vgem", "vkms"})
    void importsIntoAGraphicsDevice(String driver) throws IOException {
        KernelFeature.ofDriver(driver).require();
        try (Holder holder = Holder.start()) {
            long first = holder.alloc("system", PAGE, 1);
            long second = holder.alloc("system", PAGE, 2);
            holder.drm(driver, 3);
            long handle = holder.importInto(3, 1);
            long unused = holder.importInto(3, 2);
            assertThat(unused).isNotEqualTo(handle);
            assertThat(bufinfo(first)).contains("\n\t" + driver + "\nTotal 1 devices");
            assertThat(AllBuffers.find(first).orElseThrow().attachments())
                    .extracting(Attachment::device)
                    .containsExactly(driver);
            assertThat(BuffersCheck.json()).contains("\"attachments\":[%s]".formatted(attachment(driver)));
            holder.closeMany(1, 2);
            assertThat(AllBuffers.exists(first)).isTrue();
            holder.gemClose(3, handle);
            assertThat(AllBuffers.exists(first)).isFalse();
            assertThat(AllBuffers.exists(second)).isTrue();
            holder.drmClose(3);
            assertThat(AllBuffers.exists(second)).isFalse();
        }
    }

    /** A kernel without the patch reports the device alone. */
    private static String attachment(String device) {
        return ATTACHMENT_STATS.isThere()
                ? "{\"device\":\"%s\",\"uid\":0,\"mapCounter\":1}".formatted(device)
                : "{\"device\":\"%s\",\"uid\":null,\"mapCounter\":null}".formatted(device);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vivid", "vimc"})
    @Needs(CONTIGUOUS_HEAP)
    void queuesToACamera(String driver) throws IOException {
        KernelFeature.ofDriver(driver).require();
        String contiguous = Heaps.contiguous();
        try (Holder holder = Holder.start()) {
            holder.v4l2(driver, 5);
            long first = holder.alloc(contiguous, 512 << 10, 1);
            long second = holder.alloc(contiguous, 512 << 10, 2);
            holder.v4l2Queue(5, 1);
            holder.v4l2Queue(5, 2);
            assertThat(bufinfo(second)).contains("\n\t" + driver).contains("Total 1 devices");
            holder.closeMany(1, 2);
            assertThat(AllBuffers.exists(first)).isTrue();
            assertThat(AllBuffers.exists(second)).isTrue();
            holder.v4l2Close(5);
            assertThat(AllBuffers.exists(first)).isFalse();
            assertThat(AllBuffers.exists(second)).isFalse();
        }
    }

    @Test
    void passesToAnotherProcess() throws IOException {
        try (Holder first = Holder.start();
                Holder second = Holder.start()) {
            long inode = first.alloc("system", PAGE, 1);
            assertThat(first.pass(1, second, 9)).isEqualTo(inode);
            assertThat(fdinfo(first, 1)).contains("\ncount:\t2\n");
            assertThat(fdinfo(second, 9)).contains("\nino:\t" + inode + "\n");
            first.kill();
            assertThat(fdinfo(second, 9)).contains("\ncount:\t1\n");
            second.exit(0);
            assertThat(AllBuffers.exists(inode)).isFalse();
        }
    }

    @Test
    void leavesABufferToTheKernelAlone() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", PAGE, 1);
            holder.socketHold(1);
            assertThat(AllBuffers.exists(inode)).isTrue();
            assertThatIOException().isThrownBy(() -> holder.fd(1)).withMessageContaining("error 2 ");
            assertThat(BuffersCheck.json()).contains("\"kernelOnly\":{\"buffers\":1,\"size\":4096}");
            holder.socketRelease();
            assertThat(AllBuffers.exists(inode)).isFalse();
        }
    }

    @Test
    @Needs(SW_SYNC)
    void addsFencesThatATimelineSignals() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", PAGE, 1);
            holder.timeline(2);
            holder.timeline(3);
            holder.fence(2, 5, 0);
            holder.fence(3, 1, 1);
            holder.addFence(0, 1, Holder.Fence.READ);
            holder.addFence(1, 1, Holder.Fence.WRITE);
            holder.closeFence(0);
            assertThat(bufinfo(inode))
                    .contains("read fence:sw_sync holder seq 5 unsignalled\n")
                    .contains("write fence:sw_sync holder seq 1 unsignalled\n");
            holder.advance(2, 4);
            assertThat(bufinfo(inode)).contains("seq 5 unsignalled\n");
            holder.advance(2, 1);
            assertThat(bufinfo(inode)).contains("seq 5 signalled\n").contains("seq 1 unsignalled\n");
            holder.closeTimeline(3);
            assertThat(bufinfo(inode)).doesNotContain("unsignalled");
        }
    }

    @Test
    @Needs(VGEM)
    void addsFencesOfVgem() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", PAGE, 1);
            holder.drm("vgem", 0);
            long handle = holder.importInto(0, 1);
            long fence = holder.vgemFence(0, handle, Holder.Fence.WRITE);
            assertThat(bufinfo(inode)).contains("\twrite fence:").doesNotContain("\tread fence:");
            holder.vgemSignal(0, fence);
            assertThat(bufinfo(inode)).doesNotContain("unsignalled");
            holder.vgemSignal(0, holder.vgemFence(0, handle, Holder.Fence.READ));
            assertThat(bufinfo(inode)).contains("\tread fence:");
            assertThatIOException()
                    .isThrownBy(() -> holder.vgemSignal(0, fence))
                    .withMessageContaining("error 2 ");
        }
    }

    @Test
    void namesItself() throws IOException {
        try (Holder holder = Holder.start()) {
            assertThat(ofProcess(holder.pid(), "comm")).isEqualTo("holder\n");
            holder.comm("a b) R 1\n");
            assertThat(ofProcess(holder.pid(), "comm")).isEqualTo("a b) R 1\n\n");
            holder.comm(new byte[] {(byte) 0xff});
            assertThat(ofProcess(holder.pid(), "comm")).isEqualTo("\u00ff\n");
        }
    }

    @Test
    void becomesAnotherUser() throws IOException {
        try (Holder holder = Holder.start()) {
            holder.alloc("system", PAGE, 1);
            holder.uid(65534);
            assertThat(ofProcess(holder.pid(), "status"))
                    .contains("\nUid:\t65534\t65534\t65534\t65534\n")
                    .contains("\nGid:\t65534\t65534\t65534\t65534\n")
                    .containsPattern("\nGroups:\\s*\n");
            assertThat(Files.getAttribute(Path.of("/proc", Long.toString(holder.pid()), "fd"), "unix:uid"))
                    .isEqualTo(65534);
            assertThatIOException()
                    .isThrownBy(() -> holder.alloc("system", PAGE, 2))
                    .withMessage("alloc system 4096 2: error 13 Permission denied");
        }
    }

    @Test
    void goesOnWithoutItsFirstThread() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", PAGE, 1);
            holder.leaderExit();
            assertThat(ofProcess(holder.pid(), "stat")).contains("(holder) Z ");
            assertThat(AllBuffers.exists(inode)).isTrue();
            long child = holder.fork();
            long second = holder.alloc("system", PAGE, 2);
            assertThat(BuffersCheck.json())
                    .contains("{\"pid\":%d,\"command\":\"holder\",\"buffers\":2,".formatted(holder.pid()))
                    .contains("{\"pid\":%d,\"command\":\"holder\",\"buffers\":1,".formatted(child));
            holder.exit(0);
            assertThat(AllBuffers.exists(inode)).isFalse();
            assertThat(AllBuffers.exists(second)).isFalse();
        }
    }

    @Test
    @Needs(VGEM)
    void churns() throws Exception {
        try (Holder holder = Holder.start()) {
            holder.churn("system", PAGE);
            Thread.sleep(100);
            assertThat(holder.churnStop()).isPositive();
            holder.mapChurn("system", PAGE);
            assertThatIOException()
                    .isThrownBy(() -> holder.churn("system", PAGE))
                    .withMessageContaining("error 16 ");
            Thread.sleep(100);
            assertThat(holder.churnStop()).isPositive();
            assertThat(count()).isZero();
            holder.alloc("system", PAGE, 1);
            holder.attachChurn("vgem", 1);
            Thread.sleep(100);
            assertThat(holder.churnStop()).isPositive();
        }
    }

    @Test
    void forksChildrenThatHoldTheSame() throws Exception {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", 2 * PAGE, 1);
            holder.map(1, 0, 0, 2 * PAGE);
            long first = holder.fork();
            long second = holder.fork();
            assertThat(mappedPages(first)).containsExactly(2);
            assertThat(fdinfo(holder, 1)).contains("\ncount:\t6\n");
            holder.unmap(0, 0, 2 * PAGE);
            holder.close(1);
            holder.endChild(first);
            assertThat(Path.of("/proc", Long.toString(first))).doesNotExist();
            assertThat(AllBuffers.exists(inode)).isTrue();
            holder.kill();
            await("end of child " + second, () -> !AllBuffers.exists(inode));
        }
    }

    @Test
    void endsWithItsChildren() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", PAGE, 1);
            long child = holder.fork();
            assertThat(holder.exit(42)).isEqualTo(42);
            assertThat(AllBuffers.exists(inode)).isFalse();
            assertThat(ProcessHandle.of(child)).isEmpty();
            assertThatIOException().isThrownBy(() -> holder.close(1));
        }
    }

    @Test
    void refusesWhatItCannotDo() throws IOException {
        try (Holder holder = Holder.start()) {
            holder.alloc("system", PAGE, 1);
            assertThatIOException()
                    .isThrownBy(() -> holder.alloc("system", PAGE, 1))
                    .withMessage("alloc system 4096 1: error 17 File exists");
            assertThatIOException().isThrownBy(() -> holder.close(2)).withMessageContaining("error 2 ");
            assertThatIOException().isThrownBy(() -> holder.close(-1)).withMessageContaining("error 22 ");
            assertThatIOException().isThrownBy(() -> holder.close(16384)).withMessageContaining("error 34 ");
            assertThatIOException().isThrownBy(() -> holder.drm("none", 1)).withMessageContaining("error 19 ");
            assertThatIOException().isThrownBy(() -> holder.endChild(1)).withMessageContaining("error 3 ");
            assertThatIOException()
                    .isThrownBy(() -> holder.alloc("none", PAGE, 2))
                    .withMessageContaining("error 2 ");
        }
        assertThat(count()).isZero();
    }

    @Test
    @Needs(UDMABUF)
    void theCheckCountsAKnownScene() throws IOException {
        assertThat(BuffersCheck.json().replace("\n", "")).isEqualTo("""
                {"buffers":[],"processes":[],"exporters":[],"devices":[],"totals":{"buffers":0,"size":0,\
                "userSpace":{"buffers":0,"size":0},"kernelOnly":{"buffers":0,"size":0},"unknownSize":0}}\
                """);
        try (Holder first = Holder.start();
                Holder second = Holder.start()) {
            long shared = first.alloc("system", 3 * PAGE, 1);
            first.name(1, new byte[] {'a', '\n', '"', (byte) 0xff, (byte) 0xe2, (byte) 0x82, '\\'});
            first.dup(1, 2);
            first.pass(1, second, 1);
            long mapped = second.udmabuf(4 * PAGE, 2);
            second.map(2, 0, PAGE, 3 * PAGE);
            second.unmap(0, PAGE, PAGE);
            second.close(2);
            long unread = first.alloc("system", PAGE, 3);
            first.name(3, "x\n\tread fence:");
            first.socketHold(3);
            second.comm("\t\u20ac");

            assertThat(BuffersCheck.json().replace("\n", ""))
                    .isEqualTo(expectedScene(first, second, shared, mapped, unread));
        }
    }

    private static String expectedScene(Holder first, Holder second, long shared, long mapped, long unread)
            throws IOException {
        long[] pids = {first.pid(), second.pid()};
        assertThat(pids).isSorted();
        // The heap had the lower number while the first buffer was allocated.
        assertThat(first.fd(2)).isLessThan(first.fd(1));
        return """
                {"buffers":[\
                {"inode":%d,"size":12288,"exporter":"system","name":"a\\u000a\\"\\udcff\\udce2\\udc82\\\\","references":3,\
                "holders":[{"pid":%d,"command":"holder","fds":[%d,%d],"mappings":[]},\
                {"pid":%d,"command":"\\u0009\u20ac","fds":[%d],"mappings":[]}],"attachments":[],"fences":[]},\
                """.formatted(shared, pids[0], first.fd(2), first.fd(1), pids[1], second.fd(1))
                + """
                {"inode":%d,"size":16384,"exporter":"udmabuf","name":null,"references":2,\
                "holders":[{"pid":%d,"command":"\\u0009\u20ac","fds":[],\
                "mappings":[{"offset":4096,"length":4096},{"offset":12288,"length":4096}]}],"attachments":[],"fences":[]},\
                {"inode":%d,"size":4096,"exporter":"system","name":"x\\u000a\\u0009read fence:","references":1,\
                "holders":[],"attachments":[],"fences":[]}],\
                """.formatted(mapped, pids[1], unread) + """
                "processes":[\
                {"pid":%d,"command":"holder","buffers":1,"fds":2,"mappings":0,"mappedBytes":0,"rss":12288,"pss":6144},\
                {"pid":%d,"command":"\\u0009\u20ac","buffers":2,"fds":1,"mappings":2,"mappedBytes":8192,\
                "rss":28672,"pss":22528}],\
                """.formatted(pids[0], pids[1]) + """
                "exporters":[{"exporter":"system","buffers":2,"size":16384},\
                {"exporter":"udmabuf","buffers":1,"size":16384}],"devices":[],\
                "totals":{"buffers":3,"size":32768,"userSpace":{"buffers":2,"size":28672},\
                "kernelOnly":{"buffers":1,"size":4096},"unknownSize":0}}\
                """;
    }
}
