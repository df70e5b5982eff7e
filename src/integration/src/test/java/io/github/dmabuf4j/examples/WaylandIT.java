// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Wayland example with a headless weston. */
@RealKernel
@Needs(SYSTEM_HEAP)
class WaylandIT {
    private static final int PATIENCE_SECONDS = 60;
    private static final int PAUSE_MILLIS = 50;

    private static Set<Long> buffersBefore = Set.of();
    private static Weston weston;

    @TempDir
    private Path directory;

    /** A first run opens what the JVM then keeps open, such as the source of random numbers. */
    @BeforeAll
    static void start() throws IOException {
        buffersBefore = AllBuffers.inodes();
        weston = Weston.start();
        WaylandRun run = run("--frames", "1");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    /**
     * A buffer that a run has left open outlives weston. Before that, weston itself holds a few of ended runs, as weston 10 with Mesa
     * 25.0.7 does.
     */
    @AfterAll
    static void end() throws IOException {
        if (weston != null) {
            weston.close();
            assertThat(AllBuffers.inodes()).isEqualTo(buffersBefore);
        }
    }

    private static WaylandRun run(String... arguments) {
        return run(new ByteArrayOutputStream(), weston, arguments);
    }

    private static WaylandRun run(ByteArrayOutputStream out, Weston compositor, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(0, List.of("--display", compositor.display()));
        return WaylandRun.of(out, all.toArray(String[]::new));
    }

    @Test
    void whatIsShownIsWhatWasDrawn() throws IOException {
        Path png = directory.resolve("last.png");
        WaylandRun run = run("--frames", "24", "--every", "11", "--out", png.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith(
                        "compositor at " + weston.display() + ", zwp_linux_dmabuf_v1 version 3",
                        "window of 640x480, 3 buffers of 1228800 bytes (2560 per row) from system, XRGB8888 with"
                                + " modifier LINEAR")
                .contains(
                        "frame 10: the screenshot has the pixels that were drawn",
                        "frame 21: the screenshot has the pixels that were drawn",
                        "frame 23: the screenshot has the pixels that were drawn")
                .endsWith("screenshot of the last frame saved as " + png);
        // The last buffer is still shown.
        assertThat(run.out().get(run.out().size() - 2))
                .startsWith("24 frames shown, 23 buffers released, 3 screenshots compared, ");
        assertThatWestonHoldsEachBuffer(run.out());
        assertThatLampIsOn(3, ImageIO.read(png.toFile()));
    }

    private static void assertThatWestonHoldsEachBuffer(List<String> lines) {
        String holder = "\\w+ \\d+";
        assertThat(lines.stream().filter(line -> line.startsWith("buffer ")))
                .hasSize(3)
                .allMatch(line -> line.contains("weston " + weston.pid()))
                .allMatch(line -> line.matches("buffer \\d+: held by " + holder + ", " + holder + "; attached: none"));
    }

    private static void assertThatLampIsOn(int on, BufferedImage image) {
        int lamps = 20;
        for (int lamp = 0; lamp < lamps; lamp++) {
            int middle = (2 * lamp + 1) * image.getWidth() / (2 * lamps);
            assertThat(image.getRGB(middle, image.getHeight() * 92 / 100) & 0xffffff)
                    .as("lamp %s", lamp)
                    .isEqualTo(lamp == on ? 0xfff4c2 : 0x3a3f4c);
        }
    }

    @ParameterizedTest
    @CsvSource({"ARGB8888, 3", "ABGR2101010, 4", "RGB565, 3"})
    void otherFormatsAndMoreBuffersWillDo(String format, String buffers) {
        WaylandRun run = run("--frames", "6", "--every", "6", "--format", format, "--buffers", buffers);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().get(1))
                .contains(", " + buffers + " buffers of ")
                .contains(format + " with modifier LINEAR");
        assertThat(run.out()).contains("frame 5: the screenshot has the pixels that were drawn");
    }

    @Test
    void buffersComeBackByFences() {
        WaylandRun run = run("--frames", "12", "--every", "12", "--release", "fences");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .last()
                .asString()
                .matches("12 frames shown, \\d+ buffers released and [1-9]\\d* by a fence, 1 screenshot compared, .*");
    }

    @Test
    void oneWrongPixelIsFound() {
        WaylandRun run = run("--frames", "3", "--spoil", "1");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(
                        "wayland: frame 1: 1 of 307200 pixels of the screenshot are wrong, the first at 0,0: 0x191919"
                                + " instead of 0xe6e6e6\n");
    }

    @Test
    void aWindowThatDoesNotFillTheOutputIsNotCompared() {
        WaylandRun run = run("--frames", "3", "--size", "320x200", "--heap", "none");
        assertThat(run.err()).isEmpty();
        assertThat(run.out().get(1))
                .startsWith("window of 320x200, 3 buffers of 258048 bytes (1280 per row) from udmabuf, ");
        assertThat(run.out())
                .last()
                .asString()
                .startsWith("3 frames shown, 2 buffers released, not compared (the window does not fill the output), ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        2 | --frames 0             | wayland: --frames takes a number from 1 to 1000000, not '0'
        2 | --frames               | wayland: '--frames' is not an option, or needs a value; try --help
        2 | --colour red           | wayland: unknown option '--colour'; try --help
        2 | --size big             | wayland: --size takes a size such as 640x480, not 'big'
        2 | --buffers 2            | wayland: --buffers takes a number from 3 to 16, not '2'
        2 | --format NV12          | wayland: --format takes an RGB format of drm_fourcc.h such as XRGB8888, not 'NV12'
        2 | --release never        | wayland: --release takes events or fences, not 'never'
        1 | --format XRGB4444      | wayland: this compositor does not show linear buffers of XRGB4444; it shows linear ones of .*ARGB8888,.*
        1 | --display /no/where    | wayland: no compositor at /no/where: /no/where does not exist
        1 | --display /dev/null    | wayland: no compositor answers at /dev/null: .*
        2 | --out /no/f            | wayland: --out: cannot write a file /no/f
        """)
    void whatCannotBeIsSaidInASentence(int exitCode, String arguments, String sentence) {
        WaylandRun run = run(arguments.split(" "));
        assertThat(run.err()).matches(sentence + "\n");
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void aSocketWithoutACompositorIsSaid() throws IOException {
        Path socket = directory.resolve("socket");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
        }
        WaylandRun run = run("--display", socket.toString());
        assertThat(run.err())
                .matches("wayland: no compositor answers at " + socket + ": .*\n")
                .containsIgnoringCase("refused");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    /** Through the cards of the VM, weston knows a device, and so it speaks version 4. */
    @Test
    void formatsComeByFeedbackToo() throws IOException {
        try (Weston withCards = Weston.startWithCards()) {
            WaylandRun run = run(new ByteArrayOutputStream(), withCards, "--format", "XRGB4444");
            assertThat(run.out())
                    .containsExactly("compositor at " + withCards.display() + ", zwp_linux_dmabuf_v1 version 4");
            assertThat(run.err())
                    .startsWith("wayland: this compositor does not show linear buffers of XRGB4444")
                    .contains("ARGB8888, ");
        }
    }

    @Test
    void aCompositorThatDiesIsSaid() throws Exception {
        try (Weston mortal = Weston.start()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            CompletableFuture<WaylandRun> running = CompletableFuture.supplyAsync(
                    () -> run(out, mortal, "--frames", "1000000", "--every", "5"),
                    command -> new Thread(command).start());
            while (!out.toString(UTF_8).contains("frame 4: ") && !running.isDone()) {
                Thread.sleep(PAUSE_MILLIS);
            }
            mortal.kill();
            WaylandRun run = running.get(2 * PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(run.out()).contains("frame 4: the screenshot has the pixels that were drawn");
            assertThat(run.err())
                    .matches("wayland: (the compositor has closed the connection|there was no screenshot): .*\n");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void westonEndsWithItsScript() throws Exception {
        try (Weston orphan = Weston.start()) {
            orphan.killScript();
        }
    }

    @Test
    void helpIsOutput() {
        WaylandRun run = WaylandRun.of("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).first().asString().startsWith("usage: wayland ");
    }
}
