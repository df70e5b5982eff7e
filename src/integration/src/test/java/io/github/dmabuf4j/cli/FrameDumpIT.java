// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameAccess;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameImages;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.share.OtherProcess;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures in buffers that another process alone holds. */
@RealKernel
@Needs(BUFFERS)
class FrameDumpIT {
    private static final int WIDTH = 61;
    private static final int HEIGHT = 33;
    private static final long BYTES = 1 << 16;

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        ImageIO.setUseCache(false);
        file = directory.resolve("picture.png");
    }

    private static int color(int x, int y) {
        return 0xff00_0000 | (x * 4) << 16 | (y * 7) << 8 | (x ^ y);
    }

    private static BufferedImage drawing() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, color(x, y));
            }
        }
        return image;
    }

    /** Draws into the buffer of the holder, and lets go of it. */
    private static void draw(Holder holder, FrameLayout layout) throws IOException {
        try (OtherProcess process = OtherProcess.open(holder.pid());
                DmaBuf buffer = process.buffer(holder.fd(0));
                Frame frame = Frame.of(layout, List.of(buffer))) {
            FrameImages.write(drawing(), frame);
        }
    }

    private CommandRun dump(String options) {
        Stream<String> head = Stream.of("frame", "dump", "--out", file.toString(), "--size", WIDTH + "x" + HEIGHT);
        return CommandRun.of(
                Stream.concat(head, Stream.of(options.split(" ", -1))).toArray(String[]::new));
    }

    private void assertIsTheDrawing(CommandRun run, Holder holder) throws IOException {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .isEqualTo("wrote 61x33 XRGB8888 LINEAR of the buffer of fd " + holder.fd(0) + " of process "
                        + holder.pid() + " to " + file + "\n");
        BufferedImage image = ImageIO.read(file.toFile());
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                assertThat(image.getRGB(x, y)).as("pixel %d, %d", x, y).isEqualTo(color(x, y));
            }
        }
    }

    @Test
    void aPictureOfAnotherProcessIsWrittenPixelByPixel() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(Heaps.ordinary(), BYTES, 0);
            draw(holder, FrameLayout.linear(DrmFormat.XRGB8888, WIDTH, HEIGHT));
            assertIsTheDrawing(dump(Long.toUnsignedString(inode) + " --format XRGB8888"), holder);
            Files.delete(file);
            assertIsTheDrawing(dump("--pid " + holder.pid() + " --fd " + holder.fd(0) + " --format xrgb8888"), holder);
        }
    }

    @Test
    void pitchAndOffsetAreAsGiven() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(Heaps.ordinary(), BYTES, 0);
            FrameLayout layout = new FrameLayout(
                    WIDTH,
                    HEIGHT,
                    DrmFormat.XRGB8888,
                    Modifier.LINEAR,
                    List.of(new FramePlane(0, 4096, 512)),
                    FrameColor.UNSPECIFIED);
            draw(holder, layout);
            assertIsTheDrawing(dump(inode + " --format XRGB8888 --pitch 512 --offset 4096"), holder);
        }
    }

    @Test
    void chromaIsConvertedByTheMatrixThatIsGiven() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(Heaps.ordinary(), BYTES, 0);
            FrameLayout layout = FrameLayout.linear(DrmFormat.NV12, WIDTH, HEIGHT);
            BufferedImage expected;
            try (OtherProcess process = OtherProcess.open(holder.pid());
                    DmaBuf buffer = process.buffer(holder.fd(0))) {
                fill(buffer);
                int none = FrameColor.NOT_STATED;
                FrameColor full = new FrameColor(none, none, 1, ColorRange.FULL);
                try (Frame frame = Frame.of(layout.withColor(full), List.of(buffer))) {
                    expected = FrameImages.read(frame);
                }
            }
            assertThat(dump(inode + " --format NV12 --color bt709-full").err()).isEmpty();
            assertThat(pixels(ImageIO.read(file.toFile()))).isEqualTo(pixels(expected));
            assertThat(dump(inode + " --format NV12").err()).isEmpty();
            assertThat(pixels(ImageIO.read(file.toFile()))).isNotEqualTo(pixels(expected));
        }
    }

    private static void fill(DmaBuf buffer) throws IOException {
        FrameLayout bytes = FrameLayout.linear(DrmFormat.R8, (int) BYTES, 1);
        try (Frame frame = Frame.of(bytes, List.of(buffer));
                FrameAccess access = frame.access(Access.WRITE)) {
            for (int i = 0; i < BYTES; i++) {
                access.plane(0).set(ValueLayout.JAVA_BYTE, i, (byte) (i * 31));
            }
        }
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void aPictureThatDoesNotFitIsASentence() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(Heaps.ordinary(), 4096, 0);
            CommandRun run = dump(inode + " --format XRGB8888");
            assertThat(run.err())
                    .isEqualTo("dmabuf frame dump: the picture does not fit into the buffer of fd " + holder.fd(0)
                            + " of process " + holder.pid()
                            + ": plane 0 (33 rows 244 bytes apart, from offset 0) ends at 8052, beyond the end of its"
                            + " buffer of 4096 bytes\n");
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void whatIsNotThereIsASentence() throws IOException {
        assertThat(dump("18446744073709551615 --format XRGB8888").err())
                .isEqualTo("dmabuf frame dump: there is no buffer 18446744073709551615 now, or no source that could be"
                        + " read lists it: see 'dmabuf ls'\n");
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(Heaps.ordinary(), BYTES, 0);
            assertThat(dump("--pid " + holder.pid() + " --fd 0 --format XRGB8888")
                            .err())
                    .contains("it is not a dma-buf")
                    .hasLineCount(1);
            assertThat(dump("--pid " + holder.pid() + " --fd 9999 --format XRGB8888")
                            .err())
                    .contains("EBADF")
                    .hasLineCount(1);
            Path none = directory.resolve("none");
            file = none.resolve("picture.png");
            assertThat(dump(inode + " --format XRGB8888").err())
                    .isEqualTo("dmabuf frame dump: cannot write " + file + ": no such file or directory\n");
            assertThat(none).doesNotExist();
            holder.map(0, 0, 0, 4096);
            holder.close(0);
            assertThat(dump(inode + " --format XRGB8888").err())
                    .isEqualTo("dmabuf frame dump: no process has a descriptor of buffer " + inode
                            + " any more, by which it could be taken\n");
        }
    }
}
