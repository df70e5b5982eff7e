// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.examples.common.Failure;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Screenshots by weston's own program, where the compositor is a weston that allows them. Once one has been taken, each later
 * one must succeed.
 */
final class Screenshots {
    private static final String PROGRAM = "weston-screenshooter";
    private static final int PATIENCE_SECONDS = 60;

    /** The interfaces that the program uses, of weston to 11 and from 12 on. */
    private static final List<String> INTERFACES = List.of("weston_screenshooter", "weston_capture_v1");

    private final Path socket;
    private String reason = "";
    private boolean hasTaken;

    Screenshots(Path socket) {
        this.socket = socket;
    }

    /** Whether the compositor is a weston. It may still refuse. */
    static boolean mayWork(Globals globals) {
        return INTERFACES.stream().anyMatch(globals::has);
    }

    /** Why there are none; empty if there are. */
    String reason() {
        return reason;
    }

    /** Takes a picture of the output, which the window should fill; empty where that is not possible. */
    Optional<BufferedImage> take(int width, int height) throws IOException, InterruptedException {
        if (!reason.isEmpty()) {
            return Optional.empty();
        }
        Path directory = Files.createTempDirectory("dmabuf4j-wayland");
        try {
            Optional<BufferedImage> picture = take(directory);
            if (picture.isPresent() && !hasSize(picture.get(), width, height)) {
                fail("the window does not fill the output");
                return Optional.empty();
            }
            hasTaken |= picture.isPresent();
            return picture;
        } finally {
            deleteAll(directory);
        }
    }

    private Optional<BufferedImage> take(Path directory) throws IOException, InterruptedException {
        Path messages = directory.resolve("messages");
        boolean succeeded = run(directory, messages);
        Optional<Path> picture = pictureIn(directory);
        if (succeeded && picture.isPresent()) {
            return Optional.of(ImageIO.read(picture.get().toFile()));
        }
        fail(lastLine(messages));
        return Optional.empty();
    }

    private static boolean hasSize(BufferedImage picture, int width, int height) {
        return picture.getWidth() == width && picture.getHeight() == height;
    }

    private boolean run(Path directory, Path messages) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(PROGRAM)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
                .redirectInput(Redirect.from(new File("/dev/null")));
        Map<String, String> environment = builder.environment();
        environment.put("WAYLAND_DISPLAY", socket.toString());
        environment.put("XDG_PICTURES_DIR", directory.toString());
        environment.putIfAbsent("XDG_RUNTIME_DIR", directory.toString());
        try {
            Process process = builder.start();
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly().waitFor();
        } catch (IOException missing) {
            Files.writeString(messages, PROGRAM + " is not installed");
        }
        return false;
    }

    private void fail(String why) throws Failure {
        if (hasTaken) {
            throw Failure.failed("there was no screenshot: " + why);
        }
        reason = why;
    }

    private static Optional<Path> pictureIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".png")).findFirst();
        }
    }

    private static String lastLine(Path messages) throws IOException {
        List<String> lines = Files.readAllLines(messages);
        return lines.isEmpty() ? PROGRAM + " has written no picture" : lines.get(lines.size() - 1);
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
