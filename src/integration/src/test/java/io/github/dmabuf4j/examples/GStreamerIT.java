// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.VIVID;
import static io.github.dmabuf4j.support.KernelFeature.VKMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dmabuf4j.examples.common.drm.Card;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.support.KernelFeature;
import io.github.dmabuf4j.support.KnownLeak;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.UnchangedBuffers;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The GStreamer example with the kernel's virtual display and test camera. */
@RealKernel
@Needs({VKMS, VIVID, SYSTEM_HEAP})
@KnownLeak(
        links = "/dev/video\\d+|socket:.*",
        reason = "v4l2src of GStreamer 1.22.0 never frees its pool of buffers, which has an open of the camera and two"
                + " pairs of sockets; GST_TRACERS=leaks shows it of gst-launch too")
@ExtendWith(UnchangedBuffers.class)
class GStreamerIT {
    private static final List<Integer> BARS =
            List.of(0xffffff, 0xffff00, 0x00ffff, 0x00ff00, 0xff00ff, 0xff0000, 0x0000ff, 0x000000);

    private static final int UNUSABLE = 3;
    private static final Pattern CRC = Pattern.compile("CRC (0x[0-9a-f]{8})");

    @TempDir
    private Path directory;

    /** Lists the plugins, and opens what GStreamer keeps open. */
    @BeforeAll
    static void gstreamerIsInstalled() throws IOException {
        GStreamerRun run = GStreamerRun.of("--frames", "1");
        String reason = run.errors();
        assumeThat(run.exitCode() == UNUSABLE && (reason.contains("cannot be loaded") || reason.contains("no element")))
                .as(reason)
                .isFalse();
        assertThat(run.exitCode()).as(reason).isZero();
        VividControls.testPattern(0);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        VividControls.testPattern(0);
        VividControls.showText(true);
    }

    @Test
    void framesGoBothWaysWithoutACopy() throws IOException {
        List<BufferInfo> showing = new ArrayList<>();
        GStreamerRun run = GStreamerRun.watched(
                line -> {
                    if (line.startsWith("frame 23, ")) {
                        showing.addAll(buffers());
                    }
                },
                "--out",
                directory.toString());
        assertThat(run.errors()).isEmpty();
        assertThat(run.exitCode()).isZero();
        checkAttached(showing);
        assertThat(run.lines())
                .anyMatch(line -> line.matches("show      640x480 XRGB8888 LINEAR, 2560 bytes per row, from system on"
                        + " /dev/dri/card\\d \\(vkms\\)"))
                .contains("24 frames shown, 24 CRCs checked, 4 of them repeats")
                .anyMatch(
                        line -> line.matches("capture   640x360 NV12 LINEAR from /dev/video\\d+, colour bars of 100 %"))
                .anyMatch(line -> line.matches("24 frames captured in \\d+ buffers, \\d+ to \\d+, \\d+ missed, all are"
                        + " colour bars of 100 %"));
        PictureFile.check(23 % 20, directory.resolve("shown.png"), 640, 480);
        checkBars(directory.resolve("captured.png"));
    }

    private static List<BufferInfo> buffers() throws IOException {
        try (MachineStats stats = MachineStats.open()) {
            return stats.snapshot().buffers();
        }
    }

    /** There are no others: the display reads the memory that Java has drawn into. */
    private static void checkAttached(List<BufferInfo> showing) {
        assertThat(showing).hasSize(3).allSatisfy(buffer -> {
            assertThat(buffer.exporter()).hasValue("system");
            assertThat(buffer.attachments()).extracting(Attachment::device).containsExactly("vkms");
            if (KernelFeature.ATTACHMENT_STATS.isThere()) {
                assertThat(buffer.attachments())
                        .extracting(Attachment::mapCounter)
                        .containsExactly(OptionalLong.of(mappings()));
            }
        });
    }

    /** From Linux 6.17 on vkms attaches without mapping. */
    private static long mappings() {
        String[] release = System.getProperty("os.version").split("[.-]", 3);
        int major = Integer.parseInt(release[0]);
        return major > 6 || (major == 6 && Integer.parseInt(release[1]) >= 17) ? 0 : 1;
    }

    private static void checkBars(Path png) throws IOException {
        BufferedImage image = ImageIO.read(png.toFile());
        int width = image.getWidth() / BARS.size();
        for (int bar = 0; bar < BARS.size(); bar++) {
            int pixel = image.getRGB(bar * width + width / 2, image.getHeight() / 2);
            for (int shift = 0; shift <= 16; shift += 8) {
                assertThat(Math.abs((pixel >> shift & 0xff) - (BARS.get(bar) >> shift & 0xff)))
                        .as("bar %s: %06x", bar, pixel & 0xffffff)
                        .isLessThanOrEqualTo(5);
            }
        }
    }

    /** Rows of 800 pixels have padding, so this also shows that the sink uses the strides that it was given. */
    @ParameterizedTest
    @ValueSource(strings = {"640x480", "800x600"})
    void theDisplayScansOutWhatItDoesWithoutGStreamer(String mode) {
        GStreamerRun run = GStreamerRun.of("--only", "show", "--frames", "2", "--every", "1", "--mode", mode);
        assertThat(run.exitCode()).as(run.errors()).isZero();
        DisplayRun display = DisplayRun.of("--frames", "2", "--every", "1", "--mode", mode);
        assertThat(display.exitCode()).as(display.err()).isZero();
        assertThat(crcs(run.lines())).hasSize(2).isEqualTo(crcs(display.out()));
    }

    private static List<String> crcs(List<String> lines) {
        return lines.stream()
                .map(CRC::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void oneWrongPixelOnTheDisplayIsFound() {
        GStreamerRun run = GStreamerRun.of("--only", "show", "--spoil", "1");
        assertThat(run.errors())
                .matches("gstreamer: frame 21 \\(picture 1, CRC 0x[0-9a-f]{8}\\) differs from frame 1"
                        + " \\(picture 1, CRC 0x[0-9a-f]{8}\\), which is the same picture\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NV12", "I420", "YUY2", "BGRx", "RGB", "NV24"})
    void framesOfEachFormatAreRead(String format) {
        GStreamerRun run = GStreamerRun.of("--only", "capture", "--frames", "3", "--format", format, "--bars", "75");
        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.lines()).anyMatch(line -> line.endsWith(" missed, all are colour bars of 75 %"));
    }

    @Test
    void anotherPictureOfTheCameraIsFound() {
        GStreamerRun run = GStreamerRun.watched(
                line -> {
                    if (line.startsWith("capture ")) {
                        VividControls.testPattern(0);
                    }
                },
                "--only",
                "capture",
                "--frames",
                "200");
        assertThat(run.errors())
                .matches(
                        "gstreamer: frame \\d+ is not the test pattern: the pixel at \\d+,\\d+ is [0-9a-f]{6}, and that"
                                + " bar is [0-9a-f]{6}\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aDisplayInUseIsSaidSo() throws IOException {
        try (Card master = Card.open(Optional.empty())) {
            GStreamerRun run = GStreamerRun.of("--only", "show", "--frames", "1");
            assertThat(run.errors()).startsWith("gstreamer: ").hasLineCount(1);
            assertThat(run.exitCode()).as(run.errors()).isIn(1, UNUSABLE);
            assertThat(master.output().pipe()).isNotNegative();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    2 | --frames 0                      | --frames takes a number from 1 to 1000000, not '0'
                    2 | --frames                        | '--frames' is not an option, or needs a value; try --help
                    2 | --colour red                    | unknown option '--colour'; try --help
                    2 | --only sing                     | --only takes show or capture, not 'sing'
                    2 | --mode big                      | --mode takes a size such as 640x480, not 'big'
                    2 | --format PAL8                   | --format takes a name of GStreamer such as NV12, YUY2 or BGRx, of a format that the kernel has too; 'PAL8' is not known
                    2 | --bars 50                       | --bars takes 75, 100 or none, not '50'
                    2 | --out /no/such                  | --out takes a directory that can be written to, not '/no/such'
                    2 | --card /dev/dri/card9           | card /dev/dri/card9 does not exist; the cards are .*
                    2 | --mode 123x45                   | the display has no mode 123x45; it has .*
                    3 | --card /dev/dri/card0           | no usable display: DRM_IOCTL_MODE_GETRESOURCES on /dev/dri/card0 failed: .*
                    3 | --only capture --device /dev/no | no camera: /dev/no does not exist
                    1 | --only capture --device /dev/null | GStreamer: .*/dev/null.*
                    """)
    void whatCannotBeIsSaidInASentence(int exitCode, String arguments, String sentence) {
        GStreamerRun run = GStreamerRun.of(arguments.split(" ", 0));
        assertThat(run.errors()).matches("gstreamer: " + sentence + "\n");
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void whatCannotCaptureIsSaidSo() throws IOException {
        GStreamerRun run = GStreamerRun.of(
                "--only", "capture", "--device", VividControls.screen().toString());
        assertThat(run.errors()).startsWith("gstreamer: GStreamer: ").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void helpIsOutput() {
        GStreamerRun run = GStreamerRun.of("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).first().asString().startsWith("usage: gstreamer ");
    }
}
