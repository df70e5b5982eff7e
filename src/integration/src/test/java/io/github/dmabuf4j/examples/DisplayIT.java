// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.VKMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.UnchangedBuffers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The display example on the kernel's virtual display. */
@RealKernel
@Needs({VKMS, SYSTEM_HEAP})
@ExtendWith(UnchangedBuffers.class)
class DisplayIT {
    private static final int PICTURES = 20;
    private static final Pattern FRAME =
            Pattern.compile("frame (\\d+), picture (\\d+), refresh \\d+, CRC (0x[0-9a-f]{8})");

    @TempDir
    private Path directory;

    @Test
    void aPictureComesOutOfEachBufferAlike() throws IOException {
        Path png = directory.resolve("last.png");
        DisplayRun run = DisplayRun.of("--frames", "24", "--every", "1", "--out", png.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith(run.out().get(0), "3 buffers of 1228800 bytes (2560 per row) from system")
                .endsWith("last frame saved as " + png);
        assertThat(run.out().get(0)).matches("display \\d+ of /dev/dri/card\\d \\(vkms\\), 640x480 at 60 Hz");
        assertThat(run.out().get(run.out().size() - 2))
                .startsWith(
                        "24 frames shown, 20 distinct pictures, 24 CRCs checked, 4 of them repeats, vkms, 640x480 at"
                                + " 60 Hz");
        assertThatPicturesAreToldApart(run.out());
        PictureFile.check(3, png, 640, 480);
    }

    /** Repeats the check of the program. */
    private static void assertThatPicturesAreToldApart(List<String> lines) {
        Map<Integer, Set<String>> crcs = new HashMap<>();
        for (Matcher frame :
                lines.stream().map(FRAME::matcher).filter(Matcher::matches).toList()) {
            crcs.computeIfAbsent(Integer.valueOf(frame.group(2)), none -> new HashSet<>())
                    .add(frame.group(3));
        }
        assertThat(crcs).hasSize(PICTURES);
        assertThat(crcs.values()).doesNotHaveDuplicates().allMatch(ofPicture -> ofPicture.size() == 1);
    }

    @Test
    void rowsMayBeLongerThanWhatIsSeenOfThem() throws IOException {
        Path png = directory.resolve("wide.png");
        DisplayRun run = DisplayRun.of("--frames", "1", "--mode", "800x600", "--out", png.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("3 buffers of 1998848 bytes (3328 per row) from system");
        PictureFile.check(0, png, 800, 600);
    }

    @Test
    void oneWrongPixelIsFound() {
        DisplayRun run = DisplayRun.of("--frames", "30", "--every", "1", "--spoil", "0");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .matches("display: frame 20 \\(picture 0, CRC 0x[0-9a-f]{8}\\) differs from frame 0"
                        + " \\(picture 0, CRC 0x[0-9a-f]{8}\\), which is the same picture\n");
        assertThat(run.out()).last().asString().startsWith("frame 19, ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        2 | --frames 0              | display: --frames takes a number from 1 to 1000000, not '0'
        2 | --frames                | display: '--frames' is not an option, or needs a value; try --help
        2 | --colour red            | display: unknown option '--colour'; try --help
        2 | --mode big              | display: --mode takes a size such as 640x480, not 'big'
        2 | --mode 123x45           | display: the display has no mode 123x45; it has .*640x480
        2 | --card /dev/dri/card9   | display: card /dev/dri/card9 does not exist; the cards are .*/dev/dri/card0.*
        3 | --card /dev/dri/card0   | display: no usable display: DRM_IOCTL_MODE_GETRESOURCES on /dev/dri/card0 failed: .*
        2 | --out /no/f             | display: --out: cannot write a file /no/f
        """)
    void whatCannotBeIsSaidInASentence(int exitCode, String arguments, String sentence) {
        DisplayRun run = DisplayRun.of(arguments.split(" "));
        assertThat(run.err()).matches(sentence + "\n");
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void helpIsOutput() {
        DisplayRun run = DisplayRun.of("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).first().asString().startsWith("usage: display ");
    }
}
