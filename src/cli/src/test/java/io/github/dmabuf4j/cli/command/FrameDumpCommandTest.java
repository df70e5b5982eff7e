// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before a buffer is looked for. */
class FrameDumpCommandTest {
    @TempDir
    private Path directory;

    private CommandRun dump(String options) {
        Stream<String> head = Stream.of(
                "frame", "dump", "--out", directory.resolve("picture.png").toString());
        return CommandRun.of(
                Stream.concat(head, Stream.of(options.split(" ", -1))).toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 --format NV12 | Missing required option: '--size=WxH'",
                "1 --size 640x480 | Missing required option: '--format=NAME'",
                "--size 640x480 --format NV12 | name one buffer: by its INODE, or by --pid and --fd",
                "--pid 1 --size 640x480 --format NV12 | name one buffer: by its INODE, or by --pid and --fd",
                "1 --fd 1 --size 640x480 --format NV12 | name one buffer: by its INODE, or by --pid and --fd",
                "1 --pid 1 --fd 1 --size 640x480 --format NV12 | name one buffer: by its INODE, or by --pid and --fd",
                "x --size 640x480 --format NV12 | INODE 'x' is not an inode: give a number that 'dmabuf ls' lists",
                "1 --size 640 --format NV12 | --size '640' is not the size of a picture: give width and height in"
                        + " pixels, such as 640x480",
                "1 --size 0x480 --format NV12 | the width and the height of a picture must be at least 1 pixel, not"
                        + " 0x480",
                "1 --size 65536x1 --format R8 | --size: a picture of 65536 pixels in a row is too wide to be written: at"
                        + " most 65535",
                "1 --size 999999999x999999999 --format R8 | --size: a picture of 999999999 pixels in a row is too wide"
                        + " to be written: at most 65535",
                "1 --size 640x480 --format NV13 | --format NV13: not a format that is known; the names are those of"
                        + " drm_fourcc.h, such as XRGB8888, NV12, YUYV; did you mean 'NV12', 'NV15' or 'NV16'?",
                "1 --size 640x480 --format C8 | pixels in C8 cannot be converted; supported are RGB without floats,"
                        + " and Y'CbCr with samples at whole bytes",
                "1 --size 640x480 --format VUY101010 | VUY101010 has no linear layout: it needs the modifier of a"
                        + " vendor",
                "1 --size 640x480 --format NV12 --pitch 640 | --pitch: a picture in NV12 has 2 planes, so give as many"
                        + " numbers, not 1",
                "1 --size 640x480 --format R8 --offset 0,1 | --offset: a picture in R8 has 1 plane, so give as many"
                        + " numbers, not 2",
                "1 --size 640x480 --format R8 --pitch 639 | plane 0: a pitch of 639 bytes is less than a row, which"
                        + " has 640",
                "1 --size 640x480 --format R8 --pitch 4294967296 | the pitch of a plane must be 1 to 4294967295 bytes,"
                        + " not 4294967296",
                "1 --size 640x480 --format R8 --offset -1 | --offset '-1' is not a number of bytes, such as 2560",
                "1 --size 640x480 --format R8 --color bt709 | --color is for Y'CbCr formats, and R8 is not one",
                "1 --size 640x480 --format NV12 --color srgb | --color 'srgb' is not known: give bt601, bt709 or"
                        + " bt2020, and append -full for full range, such as bt709-full",
            })
    void badUsageIsASentence(String options, String sentence) throws Exception {
        CommandRun run = dump(options);
        assertThat(run.err())
                .isEqualToIgnoringNewLines("dmabuf frame dump: " + sentence + " (see: dmabuf frame dump --help)");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aProcessThatIsNotThereIsASentence() {
        CommandRun run = dump("--pid 999999999 --fd 1 --size 640x480 --format NV12");
        assertThat(run.err())
                .startsWith("dmabuf frame dump: ")
                .contains("999999999")
                .hasLineCount(1);
        assertThat(run.exitCode()).isNotEqualTo(ExitCode.OK);
    }

    @Test
    void theCommandBelowIsNamed() {
        assertThat(List.of(CommandRun.of("frame").err()))
                .containsExactly("dmabuf frame: a command is missing: dump (see: dmabuf frame --help)\n");
    }
}
