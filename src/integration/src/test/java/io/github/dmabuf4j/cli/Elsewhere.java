// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.support.Checkout;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.NativeProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Runs the command line in a mount namespace of its own, and optionally in other namespaces and as another user. */
public final class Elsewhere {
    public static final String ROOT = "";
    static final String NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups ";

    private final Path directory;
    private final List<String> namespaces = new ArrayList<>(List.of("--mount"));
    private final List<String> script = new ArrayList<>();

    /** Uses an empty directory that other users can read, because they cannot read the class path. */
    public Elsewhere(Path directory) {
        this.directory = directory;
    }

    /** Returns an environment like a container, with its own process ids. */
    static Elsewhere container(Path directory) {
        Elsewhere container = new Elsewhere(directory);
        container.namespaces.addAll(List.of("--pid", "--fork", "--mount-proc"));
        return container.with(List.of("umount /sys/kernel/debug", "mount -t tmpfs -o mode=755 none /dev/dma_heap"));
    }

    /** Adds lines of a shell script that run first. */
    public Elsewhere with(List<String> lines) {
        script.addAll(lines);
        return this;
    }

    /** Runs the jar with arguments. The user is a command prefix. */
    CommandRun run(String user, String arguments) throws IOException {
        Path jar = directory.resolve("dmabuf.jar");
        Files.copy(Checkout.root().resolve("src/cli/target/dmabuf.jar"), jar, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        String java = System.getProperty("java.home") + "/bin/java " + String.join(" ", ChildJvm.SMALL);
        return start("exec " + user + java + " -jar " + jar + " " + arguments);
    }

    /** Runs several commands one after another in one JVM. Root can read its class path. */
    public List<CommandRun> runAll(String user, List<String> commands) throws IOException {
        Path list = Files.write(directory.resolve("commands"), commands);
        List<String> command = ChildJvm.command(SeveralCommands.class, ChildJvm.SMALL, list.toString());
        CommandRun all = start("exec " + user + String.join(" ", command));
        return SeveralCommands.read(all);
    }

    private CommandRun start(String last) throws IOException {
        List<String> command = new ArrayList<>(List.of("unshare"));
        command.addAll(namespaces);
        command.addAll(List.of("sh", "-e", "-c", String.join("\n", script) + "\n" + last));
        Path err = directory.resolve("err");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.getInputStream().close();
        return new CommandRun(NativeProgram.exitCode(process), out, Files.readString(err));
    }
}
