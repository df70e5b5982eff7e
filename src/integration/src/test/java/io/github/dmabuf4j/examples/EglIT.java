// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.examples.common.Program;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.interop.EglExport;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.UnchangedBuffers;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The EGL example with Mesa's software renderer. */
@RealKernel
@Needs({SYSTEM_HEAP, UDMABUF})
@ExtendWith(UnchangedBuffers.class)
class EglIT {
    private static final int ROUNDS = 2;

    @TempDir
    private Path directory;

    private EglRun withMesa(String... arguments) throws IOException, InterruptedException {
        List<String> words = List.of("env", "EGL_LOG_LEVEL=fatal", MesaCommand.orSkip());
        return EglRun.of(directory, words, List.of(), arguments);
    }

    @Test
    void javaAndOpenGlEsSeeTheSamePixels() throws Exception {
        Path png = directory.resolve("drawn.png");
        EglRun run = withMesa("--rounds", String.valueOf(ROUNDS), "--out", png.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().get(0)).startsWith("EGL ").contains("llvmpipe").endsWith("no graphics device");
        assertThat(run.out())
                .contains(
                        "XRGB8888 of a heap as a texture: 320x240 XRGB8888 LINEAR, 307200 bytes of system with no"
                                + " device attached",
                        "ARGB8888 of a heap as a texture: 320x240 ARGB8888 LINEAR, 307200 bytes of system with no"
                                + " device attached",
                        "XRGB8888 of a heap as the target of drawing: 320x240 XRGB8888 LINEAR, 307200 bytes of system"
                                + " with no device attached",
                        "a texture exported by EGL: 320x240 ABGR8888 LINEAR, 307200 bytes of udmabuf with no device"
                                + " attached",
                        "saved as " + png)
                .anyMatch(line -> line.startsWith("YUYV of a heap as an external texture: 320x240 YUYV LINEAR"))
                .anyMatch(line -> line.startsWith("plane 1 of NV12 of a heap as a texture: 160x120 GR88 LINEAR"))
                .anyMatch(line ->
                        line.startsWith("NV12 of a heap as two textures that a shader converts: 320x240 NV12 LINEAR"));
        assertThatNothingGrows(run.out());
        assertThatItIsMirrored(png);
    }

    /** What EGL keeps for itself does not depend on the number of images that there were. */
    private static void assertThatNothingGrows(List<String> lines) {
        List<String> rounds =
                lines.stream().filter(line -> line.startsWith("round ")).toList();
        assertThat(rounds).hasSize(ROUNDS);
        String ofOne = rounds.get(0).substring("round 1".length());
        assertThat(ofOne).startsWith(": all pixels are right, 0 buffers of this program are open, EGL has ");
        assertThat(rounds).allMatch(line -> line.endsWith(ofOne));
    }

    /** Java has drawn the sun on the left, and the sky above the hills. */
    private static void assertThatItIsMirrored(Path png) throws IOException {
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(320);
        assertThat(image.getHeight()).isEqualTo(240);
        assertThat(image.getRGB(319 - 64, 104) & 0xffffff).isEqualTo(0xfff1b8);
        assertThat(image.getRGB(64, 104) & 0xffffff).isNotEqualTo(0xfff1b8);
        assertThat(image.getRGB(0, 239) & 0xffffff).isEqualTo(0x17323a);
    }

    @Test
    void oneWrongPixelIsFound() throws Exception {
        EglRun run = withMesa("--size", "64x48", "--spoil", "1000");
        assertThat(run.err())
                .matches("egl: XRGB8888 of a heap as a texture: 1 of 3072 pixels are wrong;"
                        + " the first, 40 in row 15, is ff[0-9a-f]{6}, not ff[0-9a-f]{6}\n");
        assertThat(run.exitCode()).isEqualTo(Program.FAILED);
    }

    @Test
    void withoutEglTheExampleSaysWhatIsMissing() throws Exception {
        EglRun run = EglRun.of(directory, List.of(), List.of("-Dorg.lwjgl.egl.libname=/nowhere/libEGL.so.1"));
        assertThat(run.err())
                .startsWith("egl: EGL and OpenGL ES are not installed (Debian: libegl1 libgles2 libgl1-mesa-dri): ");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.exitCode()).isEqualTo(Program.UNUSABLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        2 | --size big          | egl: --size takes two even numbers from 32 to 4096, such as 320x240, not 'big'
        2 | --size 31x33        | egl: --size takes two even numbers from 32 to 4096, such as 320x240, not '31x33'
        2 | --rounds 0          | egl: --rounds takes a number from 1 to 1000000, not '0'
        2 | --rounds            | egl: '--rounds' is not an option, or needs a value; try --help
        2 | --colour red        | egl: unknown option '--colour'; try --help
        2 | --spoil 76800       | egl: --spoil 76800 is beyond the 76800 pixels of a picture of 320x240
        """)
    void badInputIsSaidInASentence(int exitCode, String arguments, String sentence) {
        EglRun run = EglRun.inThisJvm(arguments.split(" "));
        assertThat(run.err()).matches(sentence + "\n");
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void helpIsOutput() {
        EglRun run = EglRun.inThisJvm("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).first().asString().startsWith("usage: egl ");
    }

    /** As a driver with several descriptors of one buffer exports it. */
    @Test
    void descriptorsOfOneRealBufferBecomeOneFrame() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system");
                EglExport export = new EglExport()) {
            DmaBuf buffer = heap.allocate(4096);
            long inode = buffer.inode();
            export.fourcc()[0] = DrmFormat.NV12.code();
            export.planes()[0] = 2;
            Arrays.fill(export.strides(), 32);
            export.offsets()[1] = 1024;
            export.fds()[0] = buffer.duplicate().detachFd();
            export.fds()[1] = buffer.detachFd();
            try (Frame frame = export.toFrame(32, 32)) {
                assertThat(frame.buffers()).hasSize(1);
                assertThat(frame.buffer(1).inode()).isEqualTo(inode);
            }
            assertThat(AllBuffers.exists(inode)).isFalse();
        }
    }

    @Test
    void realBuffersAreClosedWhenTheFrameIsRefused() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system");
                EglExport export = new EglExport()) {
            int first = heap.allocate(4096).detachFd();
            int second = heap.allocate(4096).detachFd();
            export.fourcc()[0] = DrmFormat.NV12.code();
            export.planes()[0] = 2;
            Arrays.fill(export.strides(), 32);
            export.fds()[0] = first;
            export.fds()[1] = second;
            export.offsets()[1] = 4096;
            assertThatThrownBy(() -> export.toFrame(32, 32))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("plane 1 begins at offset 4096");
            assertThat(OpenFiles.ofThisProcess()).doesNotContainKeys(first, second);
            assertThatThrownBy(() -> export.toFrame(32, 32)).isInstanceOf(DmaBufException.class);
        }
    }
}
