// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.support.Checkout;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.NativeProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Runs the command line, or another program that uses it, in a mount namespace of its own or in a container. */
public final class Elsewhere {
    public static final String ROOT = "";

    /** Hides the description of the kernel's types, without which BPF programs are not loaded. */
    static final String WITHOUT_BPF = "test ! -d /sys/kernel/btf || mount -t tmpfs none /sys/kernel/btf";

    static final String NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups ";

    private static final String JVM = ChildJvm.java() + " " + String.join(" ", ChildJvm.SMALL) + " -XX:-UsePerfData";

    private final Path directory;
    private final List<String> surroundings;
    private final List<String> script = new ArrayList<>();

    private Elsewhere(Path directory, List<String> surroundings) {
        this.directory = directory;
        this.surroundings = surroundings;
    }

    /** Uses an empty directory that other users can read, because they cannot read the class path. */
    public Elsewhere(Path directory) {
        this(directory, List.of("unshare", "--mount"));
    }

    /** Returns a container, as {@code src/test/sh/container} makes it with these options. */
    static Elsewhere container(Path directory, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(copy(Checkout.root().resolve("src/integration/src/test/sh/container"), directory));
        copy(NativeProgram.of("confine"), directory);
        command.addAll(List.of(options));
        command.add("--");
        return new Elsewhere(directory, command);
    }

    /** Adds lines of a shell script that run first. */
    public Elsewhere with(List<String> lines) {
        script.addAll(lines);
        return this;
    }

    /** Runs the jar with arguments. The user is a command prefix. */
    CommandRun run(String user, String arguments) throws IOException {
        return exec(user + JVM + " -jar " + jar() + " " + arguments);
    }

    /** Runs several commands one after another in one JVM. */
    public List<CommandRun> runAll(String user, List<String> commands) throws IOException {
        Path list = Files.write(directory.resolve("commands"), commands);
        return SeveralCommands.read(exec(user + program(SeveralCommands.class, CommandRun.class) + " " + list));
    }

    /** Calls the library. Returns what came of each call, as {@link LibraryCalls} prints it. */
    List<String> callAll(String user) throws IOException {
        CommandRun run = exec(user + program(LibraryCalls.class, LibraryCalls.Call.class));
        if (run.exitCode() != 0) {
            throw new AssertionError(run.toString());
        }
        return run.lines();
    }

    private String jar() throws IOException {
        return copy(Checkout.root().resolve("src/cli/target/dmabuf.jar"), directory);
    }

    /** Returns the command that runs a program of the tests, which needs these other classes of the tests and those of the jar. */
    String program(Class<?> program, Class<?>... others) throws IOException {
        List<Class<?>> classes = new ArrayList<>(List.of(others));
        classes.add(program);
        for (Class<?> type : classes) {
            String file = type.getName().replace('.', '/') + ".class";
            Path copy = directory.resolve(file);
            Files.createDirectories(copy.getParent());
            try (InputStream bytes = Objects.requireNonNull(type.getResourceAsStream("/" + file))) {
                Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return JVM + " --enable-native-access=ALL-UNNAMED -cp " + directory + ":" + jar() + " " + program.getName();
    }

    private static String copy(Path file, Path directory) throws IOException {
        Path copy = directory.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        return copy.toString();
    }

    /** Runs a command. */
    CommandRun exec(String last) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>(surroundings);
        command.addAll(List.of("sh", "-e", "-c", String.join("\n", script) + "\nexec " + last));
        Path err = directory.resolve("err");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.getInputStream().close();
        return new CommandRun(NativeProgram.exitCode(process), out, Files.readString(err));
    }
}
