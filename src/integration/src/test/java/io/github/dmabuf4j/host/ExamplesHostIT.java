// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.host.HostCommand.Outcome;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that builds and runs an example. Only where it runs in the test VM, so that no real display is used. */
@OnHost
class ExamplesHostIT {
    /** The VM can write only to the work tree. */
    private static final Path PICTURES = HostCommand.ROOT.resolve("src/integration/target/pictures");

    @TempDir
    private Path directory;

    @BeforeEach
    void onlyInTheVm() throws Exception {
        assumeThat(DmaHeap.names()).as("heaps of this kernel").isEmpty();
        Files.createDirectories(PICTURES);
    }

    private Outcome example(String name, Path picture, String frames) throws Exception {
        Files.deleteIfExists(picture);
        return new HostCommand(directory)
                .runOfProject("examples/" + name + "/run", "--frames", frames, "--out", picture.toString());
    }

    private static BufferedImage read(Path picture) throws Exception {
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image).as("a picture in %s", picture).isNotNull();
        return image;
    }

    @Test
    void theDisplayShowsFramesAndChecksThem() throws Exception {
        Path picture = PICTURES.resolve("display.png");
        Outcome outcome = example("display", picture, "23");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("23 frames shown, 20 distinct pictures, 23 CRCs checked, 3 of them repeats, vkms");
        assertThat(read(picture).getWidth()).isEqualTo(640);
    }

    @Test
    void theCameraSharesItsFrames() throws Exception {
        Path picture = PICTURES.resolve("camera.png");
        Outcome outcome = example("camera", picture, "3");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("3 frames of 640x360 YUYV from ").contains("(vivid)");
        assertThat(read(picture).getWidth()).isEqualTo(640);
    }

    @Test
    void openGlEsDrawsFromBuffersAndIntoThem() throws Exception {
        Path mesa = HostCommand.ROOT.resolve("src/integration/target/it-mesa");
        assumeThat(mesa).as("a Mesa of 25.0 or newer").exists();
        Path picture = PICTURES.resolve("egl.png");
        Files.deleteIfExists(picture);
        Outcome outcome = new HostCommand(directory).runOfProject("examples/egl/run", "--out", picture.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("llvmpipe", "round 1: all pixels are right");
        assertThat(read(picture).getWidth()).isEqualTo(320);
    }

    @Test
    void aWaylandCompositorShowsFrames() throws Exception {
        Path mesa = HostCommand.ROOT.resolve("src/integration/target/it-mesa");
        assumeThat(mesa).as("a Mesa of 25.0 or newer").exists();
        assumeThat(Path.of("/usr/bin/weston")).as("Debian's weston").exists();
        Path picture = PICTURES.resolve("wayland.png");
        Outcome outcome = example("wayland", picture, "5");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("5 frames shown, 4 buffers released, 1 screenshot compared");
        assertThat(read(picture).getWidth()).isEqualTo(640);
    }

    @Test
    void badInputIsSaidWithoutTheVm() throws Exception {
        for (String name : new String[] {"display", "camera", "egl", "wayland"}) {
            Outcome outcome = example(name, PICTURES.resolve("none.png"), "none");
            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
            assertThat(outcome.err().lines()).hasSize(1);
        }
    }
}
