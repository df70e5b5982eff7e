// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.host.HostCommand.Outcome;
import io.github.dmabuf4j.testing.MemfdAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;

/**
 * The command line and the library on each JDK of this machine. None warns, and none needs what a later JDK will refuse. A warning
 * would be seen on stderr; those of the virtual machine itself are printed on stdout.
 */
@OnHost
class JdksHostIT {
    private static final Path JAR = HostCommand.ROOT.resolve("src/cli/target/dmabuf.jar");

    /** SLF4J warns where there is no implementation of it. */
    private static final String WITHOUT_LOGGING = "-Dslf4j.internal.verbosity=ERROR";

    /** Shares a buffer over memfd with itself, reads the statistics, and opens the devices, which can be missing. */
    private static final String PROGRAM = """
            package consumer;

            import io.github.dmabuf4j.Access;
            import io.github.dmabuf4j.CpuAccess;
            import io.github.dmabuf4j.DmaBuf;
            import io.github.dmabuf4j.DmaHeap;
            import io.github.dmabuf4j.NoPermissionException;
            import io.github.dmabuf4j.Udmabuf;
            import io.github.dmabuf4j.UnsupportedKernelException;
            import io.github.dmabuf4j.share.Delivery;
            import io.github.dmabuf4j.share.ShareChannel;
            import io.github.dmabuf4j.share.ShareListener;
            import io.github.dmabuf4j.stats.MachineStats;
            import io.github.dmabuf4j.testing.MemfdAllocator;
            import java.lang.foreign.ValueLayout;
            import java.nio.file.Path;

            public final class Main {
                private static final int BYTE = 1234;

                @FunctionalInterface
                private interface Opening {
                    AutoCloseable open() throws Exception;
                }

                public static void main(String[] arguments) throws Exception {
                    try (MemfdAllocator allocator = MemfdAllocator.open(); DmaBuf buffer = allocator.allocate(4096)) {
                        try (CpuAccess access = buffer.access(Access.WRITE)) {
                            access.segment().set(ValueLayout.JAVA_BYTE, BYTE, (byte) 42);
                        }
                        share(buffer);
                    }
                    try (MachineStats stats = MachineStats.open()) {
                        stats.snapshot();
                    }
                    open("heap", () -> DmaHeap.open("system"));
                    open("udmabuf", Udmabuf::open);
                    System.out.println("done in " + DmaHeap.class.getModule());
                }

                private static void share(DmaBuf buffer) throws Exception {
                    try (ShareListener listener = ShareListener.bind(Path.of("socket"));
                            ShareChannel sender = ShareChannel.connect(listener.path());
                            ShareChannel receiver = listener.accept()) {
                        sender.send(buffer);
                        try (Delivery delivery = receiver.receive().orElseThrow();
                                CpuAccess access = delivery.buffers().get(0).access(Access.READ)) {
                            System.out.println("received " + access.segment().get(ValueLayout.JAVA_BYTE, BYTE));
                        }
                    }
                }

                private static void open(String name, Opening opening) throws Exception {
                    try {
                        opening.open().close();
                        System.out.println(name + " is there");
                    } catch (UnsupportedKernelException | NoPermissionException missing) {
                        System.out.println(name + " is missing: " + missing.getMessage());
                    }
                }
            }
            """;

    @TempDir
    private Path directory;

    /** Builds the command line if its sources are newer, which is said on stderr. */
    @BeforeAll
    static void build(@TempDir Path elsewhere) throws Exception {
        Outcome outcome = new HostCommand(elsewhere).runOfProject("dmabuf", "--version");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    private static List<Jdk> jdks() throws IOException {
        return Jdk.all();
    }

    /** Runs a command of the jar with options of the JVM. It must succeed without a word on stderr. Returns its stdout. */
    private String silent(Jdk jdk, List<String> options, String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(jdk.java()));
        all.addAll(options);
        all.addAll(List.of("-jar", JAR.toString()));
        all.addAll(List.of(command));
        return silent(all);
    }

    private String silent(List<String> command) throws Exception {
        Outcome outcome = new HostCommand(directory).run(command.toArray(String[]::new));
        assertThat(outcome.err()).as("stderr of %s", command).isEmpty();
        assertThat(outcome.exitCode()).as("exit code of %s", command).isZero();
        return outcome.out();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theCommandLineWarnsOfNothing(Jdk jdk) throws Exception {
        for (List<String> options : List.of(List.<String>of(), jdk.strict())) {
            assertThat(silent(jdk, options, "--version"))
                    .matches("dmabuf .*\nJava " + jdk.feature() + "\\b.*, Linux .*\n");
            assertThat(silent(jdk, options, "--help")).startsWith("Usage: dmabuf ");
            assertThat(JSON.std.mapFrom(silent(jdk, options, "ls", "--json"))).containsKey("buffers");
            assertThat(silent(jdk, options, "top", "--plain", "--count=1")).doesNotContainIgnoringCase("warning");
            // One for each: report says on stderr that a recorder was started again.
            String recording = "recording-" + options.size();
            silent(jdk, options, "record", "--count=1", "--interval=100ms", "--out=" + recording);
            assertThat(silent(jdk, options, "report", recording)).startsWith("<!DOCTYPE html>");
        }
    }

    /** On a terminal, {@code top} calls functions of the C library too, which JLine does. */
    @ParameterizedTest
    @MethodSource("jdks")
    void topOnATerminalWarnsOfNothing(Jdk jdk) throws Exception {
        for (List<String> options : List.of(List.<String>of(), jdk.strict())) {
            String command = "exec " + jdk.java() + " " + String.join(" ", options) + " -jar '" + JAR
                    + "' top --count=1 2>stderr";
            silent(List.of("script", "-qec", command, "/dev/null"));
            assertThat(directory.resolve("stderr")).isEmptyFile();
        }
    }

    /** The launcher starts the JVM with options of its own. */
    @ParameterizedTest
    @MethodSource("jdks")
    void theLauncherWarnsOfNothing(Jdk jdk) throws Exception {
        String launcher = HostCommand.ROOT.resolve("dmabuf").toString();
        assertThat(silent(List.of("env", "JAVA_HOME=" + jdk.home(), launcher, "--version")))
                .matches("dmabuf .*\nJava " + jdk.feature() + "\\b.*, Linux .*\n");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theLibraryWarnsOfNothing(Jdk jdk) throws Exception {
        Consumer consumer = new Consumer(
                directory, PROGRAM, "io.github.dmabuf4j.testing", MemfdAllocator.class, DmaHeap.class, Logger.class);
        for (List<String> program : List.of(consumer.onTheClassPath(), consumer.onTheModulePath())) {
            for (List<String> options : List.of(List.<String>of(), jdk.strict())) {
                List<String> command = new ArrayList<>(List.of(jdk.java()));
                command.addAll(options);
                command.add(WITHOUT_LOGGING);
                command.addAll(program);
                assertThat(silent(command))
                        .startsWith("received 42\n")
                        .containsPattern("\nheap is (there|missing: open on /dev/dma_heap/system failed: .+; .+)\n")
                        .containsPattern("\nudmabuf is (there|missing: open on /dev/udmabuf failed: .+; .+)\n")
                        .containsPattern("\ndone in (unnamed module .*|module io.github.dmabuf4j)\n$");
            }
        }
    }

    /** On the JDK of the tests, {@link LauncherHostIT} does it. */
    @Test
    void verifyPassesOnEachOtherJdk() throws Exception {
        List<Jdk> others = new ArrayList<>();
        for (Jdk jdk : jdks()) {
            if (!jdk.isThatOfTheTests()) {
                others.add(jdk);
            }
        }
        assumeFalse(others.isEmpty(), "no other JDK is installed or named by DMABUF4J_JDKS");
        for (Jdk jdk : others) {
            Outcome outcome = new HostCommand(directory)
                    .run(
                            "env",
                            "JAVA_HOME=" + jdk.home(),
                            HostCommand.ROOT.resolve("dmabuf").toString(),
                            "verify");
            assertThat(outcome.exitCode())
                    .as(jdk + outcome.out() + outcome.err())
                    .isZero();
            assertThat(outcome.err()).as("%s", jdk).doesNotContainIgnoringCase("warning");
            String summary = outcome.out().lines().reduce("", (before, line) -> line);
            System.out.println(jdk + ": " + summary);
        }
    }
}
