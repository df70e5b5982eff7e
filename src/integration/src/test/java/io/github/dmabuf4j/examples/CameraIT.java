// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static io.github.dmabuf4j.support.KernelFeature.CONTIGUOUS_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.VIVID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The camera example with the kernel's test camera, which shows eight colour bars. */
@RealKernel
@Needs({VIVID, CONTIGUOUS_HEAP})
class CameraIT {
    /** White, yellow, cyan, green, magenta, red, blue, black, at three quarters of full intensity (0xc0). */
    private static final List<Integer> BARS =
            List.of(0xc0c0c0, 0xc0c000, 0x00c0c0, 0x00c000, 0xc000c0, 0xc00000, 0x0000c0, 0x000000);

    private static final int BAR_WIDTH = 80;
    private static final int BAR_PIXELS = BAR_WIDTH * 360;

    /** A colour is rounded twice. */
    private static final int ROUNDING = 4;

    private static final Pattern LEVELS = Pattern.compile(" *(\\d+)-(\\d+) +(\\d+).*");
    private static final int FRAME = 512 * 1024;

    private final List<Long> analysers = new ArrayList<>();

    /** The JVM keeps the sources of random numbers open, and the library one descriptor for waiting. */
    @BeforeAll
    static void openWhatStaysOpen() {
        CameraRun run = CameraRun.of("--frames", "1");
        assertThat(run.exitCode()).as(run.errors()).isZero();
    }

    @BeforeEach
    void leaveTheBarsAlone() throws IOException {
        VividControls.showText(false);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        VividControls.showText(true);
        assertThat(analysers)
                .allSatisfy(pid -> assertThat(Path.of("/proc", pid.toString())).doesNotExist());
        assertThat(socketDirectories()).isEmpty();
        assertThat(snapshot().buffers()).as("buffers of this machine").isEmpty();
    }

    private static Snapshot snapshot() throws IOException {
        try (MachineStats stats = MachineStats.open()) {
            return stats.snapshot();
        }
    }

    private static List<Path> socketDirectories() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("dmabuf4j-camera"))
                    .toList();
        }
    }

    private void noteAnalyser(String line) {
        if (line.startsWith("analyser ")) {
            analysers.add(CameraRun.pid(line));
        }
    }

    @Test
    void bothProcessesReadTheCamerasOwnBuffers(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("frame.png");
        List<Snapshot> streaming = new ArrayList<>();
        CameraRun run = CameraRun.watched(
                line -> {
                    noteAnalyser(line);
                    if (line.startsWith("frame ")) {
                        assertThat(socketDirectories()).isEmpty();
                        streaming.add(snapshot());
                    }
                },
                "--frames",
                "6",
                "--out",
                file.toString());
        assertThat(run.errors()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(streaming).hasSize(6);
        checkShared(streaming.getLast());
        checkReport(run);
        checkBars(ImageIO.read(file.toFile()));
    }

    /** After six frames the analyser has each of the four buffers. */
    private void checkShared(Snapshot snapshot) {
        long here = ProcessHandle.current().pid();
        assertThat(snapshot.buffers()).hasSize(4).allSatisfy(buffer -> {
            assertThat(buffer.holders())
                    .extracting(holder -> (long) holder.process().pid())
                    .containsExactlyInAnyOrder(here, analysers.getFirst());
            assertThat(buffer.attachments()).extracting(Attachment::device).containsExactly("vivid.0");
            // A descriptor and a mapping of each process, and one of the camera.
            assertThat(buffer.references()).hasValue(5);
        });
        long each = snapshot.buffers().getFirst().size().orElseThrow();
        assertThat(snapshot.totals().all().bytes()).isEqualTo(4 * each);
    }

    private void checkReport(CameraRun run) {
        long here = ProcessHandle.current().pid();
        String bothHold = ".*\\(" + here + "\\).*\\(" + analysers.getFirst() + "\\) .*vivid\\.0";
        assertThat(run.lines())
                .filteredOn(line -> line.matches("camera-\\d +(\\d+) +\\1 +5 " + bothHold))
                .hasSize(4);
        assertThat(run.lines()).contains("devices attached after the stream: none");
        assertThat(run.lines())
                .anyMatch(line -> line.matches(
                        "6 frames of 640x360 YUYV from /dev/video\\d+ \\(vivid\\) in .* s, mean luminance .*;"
                                + " damaged frames skipped: 0"));
        checkHistogram(run.lines());
    }

    /** Checks the other process's count: bars of equal width, from black to white. */
    private static void checkHistogram(List<String> lines) {
        List<Matcher> rows = lines.stream()
                .map(LEVELS::matcher)
                .filter(row -> row.matches() && !row.group(3).equals("0"))
                .toList();
        assertThat(rows).hasSameSizeAs(BARS);
        for (int i = 0; i < rows.size(); i++) {
            Matcher row = rows.get(i);
            assertThat(row.group(3)).isEqualTo(String.valueOf(BAR_PIXELS));
            assertThat(luminance(BARS.reversed().get(i)))
                    .isBetween(Integer.parseInt(row.group(1)) - ROUNDING, Integer.parseInt(row.group(2)) + ROUNDING);
        }
    }

    /** Returns the luminance by ITU-R BT.601, as the camera does. */
    private static int luminance(int rgb) {
        return 16 + (66 * (rgb >> 16) + 129 * (rgb >> 8 & 0xff) + 25 * (rgb & 0xff)) / 256;
    }

    private static void checkBars(BufferedImage picture) {
        assertThat(picture.getWidth()).isEqualTo(BARS.size() * BAR_WIDTH);
        for (int bar = 0; bar < BARS.size(); bar++) {
            // Two neighbouring pixels share their colour, so the colours at the edge of a bar can be mixed.
            for (int x : new int[] {2, BAR_WIDTH / 2, BAR_WIDTH - 3}) {
                for (int y : new int[] {0, 100, 359}) {
                    checkColour(picture.getRGB(bar * BAR_WIDTH + x, y), BARS.get(bar));
                }
            }
        }
    }

    private static void checkColour(int actual, int expected) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(actual >> shift & 0xff)
                    .as("%06x for %06x", actual & 0xffffff, expected)
                    .isCloseTo(expected >> shift & 0xff, within(ROUNDING));
        }
    }

    @Test
    void damagedFramesAreSkippedAndCounted() {
        CameraRun run = CameraRun.watched(
                line -> {
                    noteAnalyser(line);
                    if (line.startsWith("buffers ")) {
                        VividControls.damageAFrame();
                    }
                },
                "--frames",
                "6");
        assertThat(run.errors()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).filteredOn(line -> line.startsWith("frame ")).hasSize(6);
        assertThat(run.lines().getLast()).startsWith("6 frames ").endsWith("; damaged frames skipped: 1");
    }

    @Test
    void anAnalyserThatDiesEndsTheRun() {
        CameraRun run = CameraRun.watched(
                line -> {
                    noteAnalyser(line);
                    if (line.startsWith("frame ")) {
                        ProcessHandle.of(analysers.getFirst()).orElseThrow().destroyForcibly();
                    }
                },
                "--frames",
                "500");
        assertThat(run.errors())
                .isEqualTo("camera: the analyser (process " + analysers.getFirst()
                        + ") ended with exit code 137 before the last frame\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aCameraInUseIsSaidSo() throws IOException {
        try (Holder holder = Holder.start()) {
            holder.alloc(Heaps.contiguous(), FRAME, 0);
            holder.v4l2("vivid", 0);
            holder.v4l2Queue(0, 0);
            CameraRun run = CameraRun.of();
            assertThat(run.errors()).contains(" (vivid) is in use by another program: VIDIOC_S_FMT on /dev/video");
            assertThat(run.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void buffersThatTheCameraCannotReachAreSaidSo() {
        CameraRun run = CameraRun.of("--heap", "system");
        assertThat(run.errors())
                .contains(" does not accept these buffers (VIDIOC_QBUF ")
                .contains("choose another --heap");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void whatCannotCaptureIsSaidSo() throws IOException {
        Path screen = VividControls.screen();
        checkRefused(3, screen + " cannot capture video by streaming", "--device", screen.toString());
        checkRefused(3, "/dev/null is not a video device", "--device", "/dev/null");
        checkRefused(3, "/dev/nix does not exist", "--device", "/dev/nix");
        checkRefused(3, "the heaps of this machine are: ", "--heap", "nix");
    }

    @Test
    void aWrongCommandLineIsSaidSo() {
        checkRefused(2, "unknown option '--nix'", "--nix", "1");
        checkRefused(2, "--frames takes a number from 1 to 1000000, not '0'", "--frames", "0");
        checkRefused(2, "'--out' is not an option, or needs a value", "--out");
        checkRefused(2, "--out: cannot write a file /nix/frame.png", "--out", "/nix/frame.png");
    }

    private static void checkRefused(int exitCode, String reason, String... arguments) {
        CameraRun run = CameraRun.of(arguments);
        assertThat(run.errors())
                .startsWith("camera: ")
                .contains(reason)
                .endsWith("\n")
                .hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }
}
