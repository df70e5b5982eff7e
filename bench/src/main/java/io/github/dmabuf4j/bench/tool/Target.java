// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where parts are measured: on this kernel, or in the test VM where this kernel lacks what they need. */
enum Target {
    NATIVE("native"),
    VM(Results.ICOUNT);

    // All is read into memory first: to wait for the host makes the guest's clock jump, and an iteration end before it
    // has done anything.
    private static final String IN_GUEST = """
            build=$1 jdk=$2
            shift 2
            cat "$jdk"/lib/modules "$jdk"/lib/*.so "$jdk"/lib/server/*.so >/dev/null
            cp -p "$build"/bench.jar "$build"/peers /tmp && ulimit -n 65536 && exec "$@"
            """;
    private static final String HERE = "ulimit -n \"$(ulimit -Hn)\"; exec \"$@\"";

    private static final int WARNS_OF_UNSAFE = 24;

    private final String mode;

    Target(String mode) {
        this.mode = mode;
    }

    static Target here() {
        String[] heaps = new File("/dev/dma_heap").list();
        boolean complete =
                heaps != null && heaps.length > 0 && Files.isDirectory(Path.of("/sys/kernel/dmabuf/buffers"));
        return complete ? NATIVE : VM;
    }

    /** As results name it. */
    String mode() {
        return mode;
    }

    /** Workers at once: what takes real time must not share a machine. */
    int workers(Options options) {
        return this == NATIVE ? 1 : options.vms();
    }

    /** The command that measures a part and writes its results to a file. */
    List<String> command(Path root, Path file, boolean quick, Plan plan) {
        Path build = root.resolve("bench/target");
        List<String> command = new ArrayList<>();
        if (this == VM) {
            command.addAll(List.of(root.resolve("vm/run").toString(), "--icount", "--"));
            command.addAll(List.of("sh", "-c", IN_GUEST, "sh", build.toString(), System.getProperty("java.home")));
            command.addAll(java(Path.of("/tmp/bench.jar")));
        } else {
            command.addAll(List.of("sh", "-c", HERE, "sh"));
            command.addAll(java(build.resolve("bench.jar")));
        }
        command.addAll(List.of(file.toString(), quick ? "quick" : "full", mode));
        command.addAll(plan.labels());
        return command;
    }

    /** This process waits most of the time, so its own compilers need not be good ones. */
    private static List<String> java(Path jar) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                Timing.NATIVE_ACCESS));
        if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
            // JMH needs it.
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", jar.toString(), Worker.class.getName()));
        return command;
    }
}
