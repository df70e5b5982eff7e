// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line prints on a terminal, which script(1) provides, and into a pipe. */
@OnHost
class TerminalHostIT {
    private static final String BOLD = "\u001b[1m";
    private static final String DMABUF =
            ChildJvm.java() + " -jar " + HostCommand.ROOT.resolve("src/cli/target/dmabuf.jar");

    @TempDir
    private Path directory;

    /** Runs a line of the shell in a terminal; returns what that received from stdout: on a slow machine, stderr shows progress. */
    private String inTerminal(String line) throws IOException, InterruptedException {
        return new HostCommand(directory)
                .run("script", "-qec", line.replace("dmabuf", DMABUF) + " 2>/dev/null", "/dev/null")
                .out();
    }

    private String inPipe(String line) throws IOException, InterruptedException {
        return new HostCommand(directory)
                .run("/bin/bash", "-c", line.replace("dmabuf", DMABUF))
                .out();
    }

    private static int longest(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*m", "")
                .lines()
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    @Test
    void helpIsAsWideAsTheTerminalAndInColours() throws Exception {
        String wide = inTerminal("stty cols 97; dmabuf help ls");
        assertThat(wide).contains(BOLD);
        assertThat(longest(wide)).isBetween(81, 97);
        assertThat(longest(inTerminal("stty cols 60; dmabuf ls --help"))).isBetween(50, 60);
    }

    @Test
    void withoutATerminalHelpIsAsWideAsColumnsSaysAndPlain() throws Exception {
        assertThat(longest(inPipe("COLUMNS=60 dmabuf help ls"))).isBetween(50, 60);
        String plain = inPipe("dmabuf help ls");
        assertThat(plain).doesNotContain("\u001b");
        assertThat(longest(plain)).isBetween(70, 80);
    }

    @Test
    void coloursAreForTerminalsUnlessTheUserSaysOtherwise() throws Exception {
        assertThat(inTerminal("dmabuf ls --source procfs")).startsWith(BOLD + "INODE");
        for (String refused : List.of(
                "NO_COLOR=1 dmabuf ls --source procfs",
                "dmabuf ls --source procfs --no-color",
                "dmabuf ls --source procfs --color=never",
                "NO_COLOR=1 dmabuf help")) {
            assertThat(inTerminal(refused)).as(refused).doesNotContain("\u001b");
        }
        assertThat(inTerminal("NO_COLOR= dmabuf ls --source procfs"))
                .as("an empty NO_COLOR")
                .startsWith(BOLD);
        assertThat(inPipe("dmabuf ls --source procfs")).startsWith("INODE");
        assertThat(inPipe("dmabuf ls --source procfs --color always | cat"))
                .as("for less -R")
                .startsWith(BOLD);
        assertThat(inPipe("NO_COLOR=1 dmabuf ls --source procfs --color=always"))
                .startsWith(BOLD);
    }

    /** The recording is a pipe that stays empty until the progress is seen, so that no time is measured. */
    @Test
    void whoWaitsForALongRecordingSeesHowFarItIs() throws Exception {
        Path recording = directory.resolve("rec.jsonl");
        assertThat(new ProcessBuilder("mkfifo", recording.toString()).start().waitFor())
                .isZero();
        String sample = inPipe("dmabuf ls --json --source procfs");
        Process terminal = new ProcessBuilder(
                        "script",
                        "-qec",
                        DMABUF + " report " + recording + " --out " + directory.resolve("r.html"),
                        "/dev/null")
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        try {
            String shown;
            try (OutputStream pipe = Files.newOutputStream(recording)) {
                shown = readUntil(terminal.getInputStream(), "\r\u001b[Kreading");
                pipe.write(sample.getBytes(StandardCharsets.UTF_8));
            }
            shown += new String(terminal.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(terminal.waitFor()).as(shown).isZero();
            assertThat(shown)
                    .as("nothing is left on the terminal")
                    .contains("reading")
                    .endsWith("\r\u001b[K");
        } finally {
            terminal.destroyForcibly();
        }
    }

    private static String readUntil(InputStream in, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int next = in.read();
            assertThat(next).as("end of " + read).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }

    @Test
    void aPipeGetsNoProgress() throws Exception {
        HostCommand.Outcome outcome = new HostCommand(directory)
                .run(Stream.concat(Stream.of(DMABUF.split(" ")), Stream.of("report", "now"))
                        .toArray(String[]::new));
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out() + outcome.err()).doesNotContain("\u001b[K");
    }
}
