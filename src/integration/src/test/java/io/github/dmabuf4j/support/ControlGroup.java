// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A cgroup. Closing it ends its processes. */
public final class ControlGroup implements AutoCloseable {
    static final Path ROOT = Path.of("/sys/fs/cgroup");

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();

    private ControlGroup(Path directory) {
        this.directory = directory;
    }

    /** Creates a cgroup and writes one of its settings. */
    public static ControlGroup make(String name, String setting, String value) throws IOException {
        Files.writeString(ROOT.resolve("cgroup.subtree_control"), "+memory");
        Path directory = Files.createDirectory(ROOT.resolve("dmabuf4j-" + name));
        Files.writeString(directory.resolve(setting), value);
        return new ControlGroup(directory);
    }

    /** Creates a cgroup whose directory has this name. */
    public static ControlGroup named(String directory) throws IOException {
        return new ControlGroup(Files.createDirectory(ROOT.resolve(directory)));
    }

    /** Moves a process into it. The caller ends it before the cgroup is closed. */
    public void add(long pid) throws IOException {
        Files.writeString(directory.resolve("cgroup.procs"), Long.toString(pid));
    }

    /** Starts a process in the cgroup that repeatedly allocates this much memory, for at most {@code longest}. */
    public void fillMemory(Duration longest, int megabytes) throws IOException {
        String script = "echo $$ > " + directory + "/cgroup.procs; exec timeout " + longest.toSeconds()
                + " perl -e 'while (1) { my $x = \"x\" x (" + megabytes + " << 20); }'";
        Process process = new ProcessBuilder("sh", "-c", script)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        processes.add(process);
    }

    /** Ends the processes and removes the cgroup. */
    @Override
    public void close() throws IOException {
        Files.writeString(directory.resolve("cgroup.kill"), "1");
        for (Process process : processes) {
            process.destroyForcibly();
            NativeProgram.exitCode(process);
            process.getInputStream().close();
            process.getErrorStream().close();
        }
        removeWhenEmpty();
    }

    /** The kernel removes the last process from the cgroup shortly after it was waited for. */
    private void removeWhenEmpty() throws IOException {
        for (int attempt = 0;
                !Files.readString(directory.resolve("cgroup.procs")).isEmpty() && attempt < 100;
                attempt++) {
            pause();
        }
        Files.delete(directory);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(Duration.ofMillis(50));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
