// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.GeneratedBindings.Claim;
import io.github.dmabuf4j.support.HeaderProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessCallsTest {
    private static final int MINE = (int) ProcessHandle.current().pid();

    /** Written by hand, and different on each architecture. */
    @Test
    void theNumberOfKcmpIsThatOfTheHeaders(@TempDir Path directory) throws Exception {
        List<Claim> claims = List.of(new Claim("SYS_kcmp", "SYS_kcmp", ProcessCalls.KCMP));

        assertThat(HeaderProbe.mismatches(
                        claims, HeaderProbe.ofLibrary(directory).values(claims)))
                .isEmpty();
    }

    /** Written by hand: jextract was not run for them. */
    @Test
    void theConstantsAreThoseOfTheHeaders(@TempDir Path directory) throws Exception {
        List<Claim> claims = List.of(
                new Claim("SIGUSR1", "SIGUSR1", ProcessCalls.SIGUSR1),
                new Claim("SOCK_DGRAM", "SOCK_DGRAM", Sockets.DATAGRAM));
        Path headers =
                Files.writeString(directory.resolve("headers.h"), "#include <signal.h>\n#include <sys/socket.h>\n");

        assertThat(HeaderProbe.mismatches(claims, new HeaderProbe("cc", headers, directory).values(claims)))
                .isEmpty();
    }

    @Test
    void aProcessThatHandlesTheSignalIsKnownByItsStatus() {
        assertThat(ProcessCalls.handlesUserSignal("Name:\tx\nSigCgt:\t0000000000000200\n"))
                .isTrue();
        assertThat(ProcessCalls.handlesUserSignal("Name:\tx\nSigCgt:\tfffffffffffffdff\n"))
                .isFalse();
        assertThat(ProcessCalls.handlesUserSignal("SigCgt:\tx\n")).isFalse();
        assertThat(ProcessCalls.handlesUserSignal("")).isFalse();
    }

    /** This process runs: the kernel does not say how it has ended. */
    @Test
    void aProcessThatRunsHasNoExitStatus() {
        int pidfd = ProcessCalls.open(MINE);
        try {
            assertThat(ProcessCalls.exitStatus(pidfd)).isEqualTo(ProcessCalls.NO_STATUS);
            assertThat(ProcessCalls.exitStatus(-1)).isEqualTo(ProcessCalls.NO_STATUS);
        } finally {
            Sys.close(pidfd);
        }
    }

    @Test
    void threadsOfThisProcessShareTheirDescriptors() throws IOException {
        assumeThat(ProcessCalls.compareFiles(MINE, MINE)).isZero();
        List<Integer> threads;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            threads = tasks.map(task -> Integer.valueOf(task.getFileName().toString()))
                    .toList();
        }

        assertThat(threads)
                .hasSizeGreaterThan(1)
                .allSatisfy(thread ->
                        assertThat(ProcessCalls.compareFiles(MINE, thread)).isIn(0, -LibC.ESRCH()));
    }

    @Test
    void anotherProcessHasOthers() throws IOException, InterruptedException {
        assumeThat(ProcessCalls.compareFiles(MINE, MINE)).isZero();
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(ProcessCalls.compareFiles(MINE, (int) other.pid())).isPositive();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aThreadThatIsNotThereIsSaid() {
        assumeThat(ProcessCalls.compareFiles(MINE, MINE)).isZero();

        assertThat(ProcessCalls.compareFiles(MINE, Integer.MAX_VALUE)).isEqualTo(-LibC.ESRCH());
    }
}
