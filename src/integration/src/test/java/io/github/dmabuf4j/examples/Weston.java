// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Checkout;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A headless weston, by the script of the example. It ends when this is closed, or with this JVM. */
final class Weston implements AutoCloseable {
    private static final int FAREWELL_SECONDS = 60;

    private final Process script;
    private final BufferedReader answers;
    private final String display;
    private final long pid;

    private Weston(Process script) throws IOException {
        this.script = script;
        this.answers = script.inputReader(UTF_8);
        String line = answers.readLine();
        assertThat(line).as("the socket of weston; stderr has the reason").isNotNull();
        String[] words = line.split(" ", 2);
        this.display = words[0];
        this.pid = Long.parseLong(words[1]);
    }

    /** Starts one that does not see the cards of the VM, as that of the example. Skips the running test where there is none. */
    static Weston start() throws IOException {
        return start("hidden");
    }

    /** Starts one that sees the cards of the VM: it offers formats by feedback, but cannot show buffers. */
    static Weston startWithCards() throws IOException {
        return start("shown");
    }

    private static Weston start(String cards) throws IOException {
        Assumptions.assumeTrue(isInstalled("weston"), "Debian's weston is not installed");
        ProcessBuilder builder = new ProcessBuilder(
                Checkout.root().resolve("examples/wayland/with-weston").toString(),
                "sh",
                "-c",
                "echo \"$XDG_RUNTIME_DIR/$WAYLAND_DISPLAY $WESTON_PID\"; cat");
        builder.environment().put("DMABUF4J_MESA", MesaCommand.orSkip());
        builder.environment().put("WESTON_CARDS", cards);
        return new Weston(builder.redirectError(Redirect.INHERIT).start());
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Its socket, for {@code --display}. */
    String display() {
        return display;
    }

    long pid() {
        return pid;
    }

    /** Kills weston, but not the script. */
    void kill() {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    /** Kills the script, which then cannot end weston or remove its directory, and waits for the end of weston. */
    void killScript() throws Exception {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        script.destroyForcibly().waitFor();
        process.onExit().get(FAREWELL_SECONDS, TimeUnit.SECONDS);
        Path directory = Path.of(display).getParent();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Override
    public void close() throws IOException {
        try (answers) {
            script.getOutputStream().close(); // the end of its command
            if (!script.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                script.descendants().forEach(ProcessHandle::destroyForcibly);
                script.destroyForcibly();
                throw new AssertionError("weston has not ended within " + FAREWELL_SECONDS + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        assertThat(Path.of("/proc", Long.toString(pid))).doesNotExist();
        assertThat(Path.of(display)).doesNotExist();
    }
}
