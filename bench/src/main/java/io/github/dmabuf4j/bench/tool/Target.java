// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where workers run: on this kernel, or in the test VM if this kernel lacks heaps or statistics. */
enum Target {
    NATIVE("native"),
    VM(Results.ICOUNT);

    // The JDK is read into memory first. Waiting for the host makes the guest's clock jump, which can end an iteration
    // before it has done anything.
    private static final String IN_GUEST = """
            build=$1 jdk=$2
            shift 2
            cat "$jdk"/lib/modules "$jdk"/lib/*.so "$jdk"/lib/server/*.so >/dev/null
            cp -p "$build"/* /tmp && ulimit -n 65536 && exec "$@"
            """;
    private static final String HERE = "ulimit -n \"$(ulimit -Hn)\"; exec \"$@\"";

    private static final int WARNS_OF_UNSAFE = 24;

    private final String mode;

    Target(String mode) {
        this.mode = mode;
    }

    /** Returns the test VM if an option chooses its kernel, else what this kernel allows. */
    static Target of(Options options) {
        return options.kernel().isEmpty() ? here() : VM;
    }

    private static Target here() {
        String[] heaps = new File("/dev/dma_heap").list();
        boolean complete =
                heaps != null && heaps.length > 0 && Files.isDirectory(Path.of("/sys/kernel/dmabuf/buffers"));
        return complete ? NATIVE : VM;
    }

    /** The name in the results. */
    String mode() {
        return mode;
    }

    /** The number of concurrent workers: one where real time is measured. */
    int workers(Options options) {
        return this == NATIVE ? 1 : options.vms();
    }

    /** Returns the command that measures a plan and writes the results to a file. */
    List<String> command(Path root, Path file, Options options, Plan plan) {
        Path build = root.resolve("bench/target/programs");
        List<String> command = new ArrayList<>();
        if (this == VM) {
            command.addAll(List.of(root.resolve("vm/run").toString(), "--icount"));
            command.addAll(options.kernel());
            command.add("--");
            command.addAll(List.of("sh", "-c", IN_GUEST, "sh", build.toString(), System.getProperty("java.home")));
            command.addAll(java(Path.of("/tmp/bench.jar")));
        } else {
            command.addAll(List.of("sh", "-c", HERE, "sh"));
            command.addAll(java(build.resolve("bench.jar")));
        }
        command.addAll(List.of(file.toString(), options.quick() ? "quick" : "full", mode));
        command.addAll(plan.labels());
        return command;
    }

    /** Returns the command of the worker's JVM. The worker waits most of the time, so it does without C2. */
    private static List<String> java(Path jar) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                Timing.NATIVE_ACCESS));
        if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
            // JMH uses these methods.
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", jar.toString(), Worker.class.getName()));
        return command;
    }
}
