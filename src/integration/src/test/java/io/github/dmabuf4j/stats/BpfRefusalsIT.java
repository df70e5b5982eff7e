// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.FewerCapabilities.BPF;
import static io.github.dmabuf4j.support.FewerCapabilities.PERFMON;
import static io.github.dmabuf4j.support.FewerCapabilities.SYS_ADMIN;
import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.bpf.KernelIterators;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.BpfPrograms;
import io.github.dmabuf4j.support.FailingCall;
import io.github.dmabuf4j.support.FewerCapabilities;
import io.github.dmabuf4j.support.KernelFeature;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A kernel that loads no BPF programs, or not for this user: one sentence says why, and the other sources are read. */
@RealKernel
@Smoke
class BpfRefusalsIT {
    private static final String OR_PINS = "; or have root pin the iterators once: dmabuf bpf pin --group GROUP";
    private static final String COMPILER_IS_OFF =
            "; the kernel's compiler of BPF programs is off: sysctl -w net.core.bpf_jit_enable=1";
    private static final Path COMPILER = Path.of("/proc/sys/net/core/bpf_jit_enable");

    /** Opens the source. Returns the failure. */
    private static DmaBufException refusal() throws IOException {
        try (BpfStats stats = BpfStats.open()) {
            throw new AssertionError("it was opened: " + stats.read());
        } catch (DmaBufException refused) {
            assertThat(othersAreRead()).contains(refused.getMessage());
            return refused;
        }
    }

    /** Returns what the whole statistics say about this source. */
    private static String othersAreRead() throws DmaBufException {
        try (MachineStats machine = MachineStats.openAll()) {
            Snapshot snapshot = machine.snapshot();
            assertThat(snapshot.sources()).filteredOn(SourceReport::used).isNotEmpty();
            return snapshot.sources().stream()
                    .filter(report -> report.source().equals("bpf"))
                    .findFirst()
                    .orElseThrow()
                    .notes()
                    .get(0)
                    .sentence();
        }
    }

    private static SourceReading reading() throws DmaBufException {
        try (BpfStats stats = BpfStats.open()) {
            return stats.read();
        }
    }

    private static Set<StatsCapability> capabilities() throws DmaBufException {
        return reading().capabilities();
    }

    @Test
    void aKernelWithoutBpfIsNamed() throws IOException {
        assumeFalse(KernelFeature.BPF_ITERATORS.isThere(), "this kernel has BPF iterators");
        assertThat(refusal())
                .isInstanceOf(UnsupportedKernelException.class)
                .message()
                .containsAnyOf(
                        "it needs CONFIG_BPF_SYSCALL=y", "it needs CONFIG_DEBUG_INFO_BTF=y", "install libbpf 1.0");
    }

    /** Kernels that have them. */
    @Nested
    @RealKernel
    @Needs(BPF_ITERATORS)
    class WhereTheyAreThere {
        private final Set<Integer> before = BpfPrograms.numbers();

        /** The refusal, after which nothing stays loaded. */
        private DmaBufException refusalOf(Callable<DmaBufException> call) throws Exception {
            DmaBufException refused = call.call();
            assertThat(BpfPrograms.remaining(before)).isEmpty();
            return refused;
        }

        private String withoutCapabilities(int... dropped) throws Exception {
            DmaBufException refused = refusalOf(() -> FewerCapabilities.call(BpfRefusalsIT::refusal, dropped));
            assertThat(refused).isInstanceOf(NoPermissionException.class);
            assertThat(refused.errno()).isEqualTo(LibC.EPERM());
            return String.valueOf(refused.getMessage());
        }

        @Test
        void theMissingCapabilityIsNamed() throws Exception {
            assertThat(withoutCapabilities(SYS_ADMIN, PERFMON))
                    .contains("; CAP_PERFMON is needed, which this root lacks: start the container or service with it")
                    .endsWith(OR_PINS);
            assertThat(withoutCapabilities(SYS_ADMIN, BPF))
                    .contains("; CAP_BPF is needed, which this root lacks: start the container or service with it")
                    .endsWith(OR_PINS);
            assertThat(withoutCapabilities(SYS_ADMIN, BPF, PERFMON))
                    .contains(
                            "; CAP_PERFMON and CAP_BPF are needed, which this root lacks: start the container or service"
                                    + " with them")
                    .endsWith(OR_PINS);
        }

        @Test
        void eitherSetOfCapabilitiesIsEnough() throws Exception {
            Set<StatsCapability> all = capabilities();
            assertThat(all).contains(StatsCapability.ALL_HOLDERS);
            assertThat(FewerCapabilities.call(BpfRefusalsIT::capabilities, SYS_ADMIN))
                    .isEqualTo(all);
            assertThat(FewerCapabilities.call(BpfRefusalsIT::capabilities, BPF, PERFMON))
                    .isEqualTo(all);
        }

        @Test
        void aSeccompFilterIsNamed() throws Exception {
            assertThat(refusalOf(() -> FailingCall.BPF.with(LibC.EPERM(), BpfRefusalsIT::refusal)))
                    .isInstanceOf(NoPermissionException.class)
                    .hasMessageContaining("EPERM")
                    .hasMessageContaining(
                            "a seccomp filter refuses bpf(2) to this container or service: start it with a"
                                    + " filter that allows the call");
            assertThat(refusalOf(() -> FailingCall.BPF.with(LibC.ENOSYS(), BpfRefusalsIT::refusal)))
                    .isInstanceOf(UnsupportedKernelException.class)
                    .hasMessageContaining(
                            "this kernel has no bpf(2): it needs CONFIG_BPF_SYSCALL=y, and a seccomp filter"
                                    + " that allows it");
        }

        /** The programs that list the buffers need the compiler, the others do not on amd64. */
        @Test
        void withoutTheCompilerTheHoldersAreRead() throws Exception {
            assumeTrue(Files.isWritable(COMPILER), "the kernel always compiles BPF programs");
            String compiles = Files.readString(COMPILER);
            Files.writeString(COMPILER, "0");
            try {
                assertHoldersOrAdvice();
            } finally {
                Files.writeString(COMPILER, compiles);
            }
        }

        private static void assertHoldersOrAdvice() throws DmaBufException {
            if (System.getProperty("os.arch").equals("amd64")) {
                SourceReading reading = reading();
                assertThat(reading.capabilities())
                        .contains(StatsCapability.ALL_HOLDERS, StatsCapability.SIZE_AND_EXPORTER)
                        .doesNotContain(StatsCapability.ALL_BUFFERS);
                assertReasonWhereBuffersCouldBeListed(reading.notes());
            } else {
                assertThatThrownBy(BpfRefusalsIT::capabilities)
                        .isInstanceOf(UnsupportedKernelException.class)
                        .hasMessageEndingWith(COMPILER_IS_OFF);
            }
        }

        private static void assertReasonWhereBuffersCouldBeListed(List<Note> notes) {
            if (KernelIterators.ofThisKernel().contains(KernelIterators.OF_BUFFERS)) {
                assertThat(notes)
                        .singleElement()
                        .extracting(Note::sentence, STRING)
                        .startsWith("the list of all buffers cannot be read by BPF: BPF_PROG_LOAD on ")
                        .endsWith(COMPILER_IS_OFF);
            } else {
                assertThat(notes).isEmpty();
            }
        }
    }
}
