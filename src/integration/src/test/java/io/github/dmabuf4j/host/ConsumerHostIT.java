// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.host.HostCommand.Outcome;
import io.github.dmabuf4j.support.ChildJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** A program outside of the project uses the library's jar: on the class path, on the module path, as a jlink image. */
@OnHost
class ConsumerHostIT {
    private static final String MODULE = """
            module consumer {
                requires io.github.dmabuf4j;
            }
            """;

    /** Allocates where there is a heap, and reads statistics where there are some: both reach the native code. */
    private static final String PROGRAM = """
            package consumer;

            import io.github.dmabuf4j.DmaBuf;
            import io.github.dmabuf4j.DmaHeap;
            import io.github.dmabuf4j.stats.MachineStats;

            public final class Main {
                public static void main(String[] arguments) throws Exception {
                    for (String name : DmaHeap.names()) {
                        try (DmaHeap heap = DmaHeap.open(name); DmaBuf buffer = heap.allocate(4096)) {
                            System.out.println(name + " " + buffer.size());
                        }
                    }
                    MachineStats.open().snapshot();
                    System.out.println("done in " + DmaHeap.class.getModule());
                }
            }
            """;

    @TempDir
    private Path directory;

    private final String library = jarOf(DmaHeap.class);
    private final String libraries = library + File.pathSeparator + jarOf(Logger.class);

    private static String jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    @BeforeEach
    void write() throws Exception {
        Path sources = Files.createDirectories(directory.resolve("consumer"));
        Files.writeString(sources.resolve("Main.java"), PROGRAM);
        Files.writeString(directory.resolve("module-info.java"), MODULE);
    }

    private void run(String expected, String... command) throws Exception {
        Outcome outcome = new HostCommand(directory).run(command);
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out()).contains(expected);
    }

    private void compileModule() throws Exception {
        run(
                "",
                ChildJvm.tool("javac"),
                "-Xlint:all",
                "-Werror",
                "-p",
                libraries,
                "-d",
                "module",
                "module-info.java",
                "consumer/Main.java");
    }

    @Test
    void onTheClassPath() throws Exception {
        run(
                "",
                ChildJvm.tool("javac"),
                "-Xlint:all",
                "-Werror",
                "-cp",
                libraries,
                "-d",
                "classes",
                "consumer/Main.java");
        run(
                "done in unnamed module",
                ChildJvm.java(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                "classes" + File.pathSeparator + libraries,
                "consumer.Main");
    }

    @Test
    void onTheModulePath() throws Exception {
        compileModule();
        run(
                "done in module io.github.dmabuf4j",
                ChildJvm.java(),
                "--enable-native-access=io.github.dmabuf4j",
                "-p",
                "module" + File.pathSeparator + libraries,
                "-m",
                "consumer/consumer.Main");
    }

    @Test
    void asAnImageOfJlink() throws Exception {
        compileModule();
        run(
                "",
                ChildJvm.tool("jlink"),
                "-p",
                "module" + File.pathSeparator + libraries,
                "--add-modules",
                "consumer",
                "--add-options=--enable-native-access=io.github.dmabuf4j",
                "--launcher",
                "consumer=consumer/consumer.Main",
                "--output",
                "image");
        run(
                "done in module io.github.dmabuf4j",
                directory.resolve("image/bin/consumer").toString());
    }

    @Test
    void theLibraryHasNoClassOfTheCommandLine() throws Exception {
        try (JarFile jar = new JarFile(library)) {
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")))
                    .isNotEmpty()
                    .allMatch(name -> name.equals("module-info.class") || name.startsWith("io/github/dmabuf4j/"))
                    .noneMatch(name -> name.startsWith("io/github/dmabuf4j/cli/"));
        }
    }
}
