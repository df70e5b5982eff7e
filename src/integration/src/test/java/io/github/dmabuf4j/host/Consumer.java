// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.host.HostCommand.Outcome;
import io.github.dmabuf4j.support.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program outside of the project that uses jars of the project. Its main class is {@code consumer.Main}. */
final class Consumer {
    private final HostCommand host;
    private final String libraries;

    /** Writes the sources: the main class, and a module that requires another one. The classes are of the jars that it uses. */
    Consumer(Path directory, String program, String required, Class<?>... used) throws IOException {
        host = new HostCommand(directory);
        libraries = Arrays.stream(used).map(Consumer::jarOf).collect(Collectors.joining(File.pathSeparator));
        Files.writeString(Files.createDirectories(directory.resolve("consumer")).resolve("Main.java"), program);
        Files.writeString(
                directory.resolve("module-info.java"), "module consumer {\n    requires " + required + ";\n}\n");
    }

    static String jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    /** Compiles the program. Returns the arguments with which a JVM runs it on the class path. */
    List<String> onTheClassPath() throws IOException, InterruptedException {
        compile("-cp", libraries, "-d", "classes", "consumer/Main.java");
        return List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                "classes" + File.pathSeparator + libraries,
                "consumer.Main");
    }

    /** Compiles the program. Returns the arguments with which a JVM runs it on the module path. */
    List<String> onTheModulePath() throws IOException, InterruptedException {
        compile("-p", libraries, "-d", "module", "module-info.java", "consumer/Main.java");
        return List.of("--enable-native-access=io.github.dmabuf4j", "-p", modulePath(), "-m", "consumer/consumer.Main");
    }

    /** Returns the module path of the compiled program. */
    String modulePath() {
        return "module" + File.pathSeparator + libraries;
    }

    private void compile(String... arguments) throws IOException, InterruptedException {
        List<String> options = List.of("-Xlint:all", "-Werror", "--release", "22");
        run(
                ChildJvm.tool("javac"),
                Stream.concat(options.stream(), Arrays.stream(arguments)).toList());
    }

    /** Runs a command, which must succeed. */
    Outcome run(String command, List<String> arguments) throws IOException, InterruptedException {
        Outcome outcome =
                host.run(Stream.concat(Stream.of(command), arguments.stream()).toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }
}
