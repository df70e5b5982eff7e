// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.host.HostCommand.Outcome;
import io.github.dmabuf4j.support.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** A program outside of the project uses the library's jar: on the class path, on the module path, as a jlink image. */
@OnHost
class ConsumerHostIT {
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
                    try (MachineStats stats = MachineStats.open()) {
                        stats.snapshot();
                    }
                    System.out.println("done in " + DmaHeap.class.getModule());
                }
            }
            """;

    @TempDir
    private Path directory;

    private Consumer consumer() throws Exception {
        return new Consumer(directory, PROGRAM, "io.github.dmabuf4j", DmaHeap.class, Logger.class);
    }

    @Test
    void onTheClassPath() throws Exception {
        Consumer consumer = consumer();
        Outcome outcome = consumer.run(ChildJvm.java(), consumer.onTheClassPath());
        assertThat(outcome.out()).contains("done in unnamed module");
    }

    @Test
    void onTheModulePath() throws Exception {
        Consumer consumer = consumer();
        Outcome outcome = consumer.run(ChildJvm.java(), consumer.onTheModulePath());
        assertThat(outcome.out()).contains("done in module io.github.dmabuf4j");
    }

    @Test
    void asAnImageOfJlink() throws Exception {
        Consumer consumer = consumer();
        consumer.onTheModulePath();
        consumer.run(
                ChildJvm.tool("jlink"),
                List.of(
                        "-p",
                        consumer.modulePath(),
                        "--add-modules",
                        "consumer",
                        "--add-options=--enable-native-access=io.github.dmabuf4j",
                        "--launcher",
                        "consumer=consumer/consumer.Main",
                        "--output",
                        "image"));
        Outcome outcome = consumer.run(directory.resolve("image/bin/consumer").toString(), List.of());
        assertThat(outcome.out()).contains("done in module io.github.dmabuf4j");
    }

    @Test
    void theLibraryHasNoClassOfTheCommandLine() throws Exception {
        try (JarFile jar = new JarFile(Consumer.jarOf(DmaHeap.class))) {
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")))
                    .isNotEmpty()
                    .allMatch(name -> name.equals("module-info.class") || name.startsWith("io/github/dmabuf4j/"))
                    .noneMatch(name -> name.startsWith("io/github/dmabuf4j/cli/"));
        }
    }
}
