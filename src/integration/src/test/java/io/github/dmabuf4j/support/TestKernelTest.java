// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static io.github.dmabuf4j.support.KernelFeature.CONTIGUOUS_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.support.TestKernel.Origin;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which tests run on which kernel. {@link KnownKernelsIT} compares what kernels lack with real ones. */
class TestKernelTest {
    private static final Optional<String> MISSING = Optional.of("ENOENT");

    private static TestKernel built(String release) {
        return new TestKernel(Origin.BUILT, release, "amd64");
    }

    @ParameterizedTest
    @CsvSource({
        "BUILT, 6.1.192, amd64, BPF_ITERATORS BUFFER_ITERATOR FAULT_INJECTION TRACEPOINTS KERNEL_PROBES",
        "BUILT, 6.18.15, aarch64, FAULT_INJECTION TRACEPOINTS KERNEL_PROBES",
        "BUILT, 7.0, amd64, SYSFS_STATS ATTACHMENT_STATS FAULT_INJECTION KERNEL_PROBES",
        "BUILT, 10.2.1, amd64, SYSFS_STATS ATTACHMENT_STATS FAULT_INJECTION KERNEL_PROBES",
        "STOCK, 6.12.118+deb13-amd64, amd64, 'CONTIGUOUS_HEAP SYSFS_STATS ATTACHMENT_STATS BUFFER_ITERATOR VKMS VIMC"
                + " SW_SYNC FAULT_INJECTION TRACEPOINTS'",
        "STOCK, 7.3.4+deb13-amd64, amd64, 'CONTIGUOUS_HEAP SYSFS_STATS ATTACHMENT_STATS VKMS VIMC SW_SYNC"
                + " FAULT_INJECTION'",
        "STOCK, 6.1.0-44-amd64, amd64, 'BUFFERS SYSTEM_HEAP CONTIGUOUS_HEAP UDMABUF SYSFS_STATS ATTACHMENT_STATS BUFFER_ITERATOR"
                + " VKMS VIMC SW_SYNC FAULT_INJECTION TRACEPOINTS KERNEL_PROBES'",
        "STOCK, 7.3.4+deb13-arm64, aarch64, 'SYSTEM_HEAP CONTIGUOUS_HEAP SYSFS_STATS ATTACHMENT_STATS VKMS VIMC"
                + " SW_SYNC FAULT_INJECTION'",
    })
    void aKernelLacks(Origin origin, String release, String architecture, String features) {
        TestKernel kernel = new TestKernel(origin, release, architecture);
        Set<KernelFeature> lacking = EnumSet.allOf(KernelFeature.class);
        lacking.removeIf(feature -> !kernel.lacks(feature));
        assertThat(lacking.stream().map(KernelFeature::name).collect(Collectors.joining(" ")))
                .isEqualTo(features);
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void aTestRunsWhereItsFeatureIsThere(Origin origin) {
        TestKernel kernel = new TestKernel(origin, "7.3.4", "amd64");
        for (KernelFeature feature : KernelFeature.values()) {
            assertThat(kernel.verdict(feature, Optional.empty())).isEqualTo(Verdict.RUN);
        }
    }

    @Test
    void whatIsMissingInTheVmAndIsNotKnownToBeMissingIsAFailure() {
        assertThat(built("6.12.117").verdict(CONTIGUOUS_HEAP, MISSING))
                .isEqualTo(new Verdict(
                        Verdict.Outcome.FAIL,
                        "this kernel of the test VM (6.12.117, BUILT) must have a heap of contiguous memory: ENOENT"));
        assertThat(new TestKernel(Origin.STOCK, "6.12.118", "amd64")
                        .verdict(UDMABUF, MISSING)
                        .outcome())
                .isEqualTo(Verdict.Outcome.FAIL);
    }

    @Test
    void whatIsKnownToBeMissingInTheVmIsASkipWithTheReason() {
        assertThat(built("7.3.4").verdict(SYSFS_STATS, MISSING))
                .isEqualTo(new Verdict(Verdict.Outcome.SKIP, "needs statistics in sysfs: removed in Linux 7.0"));
    }

    @Test
    void whatIsMissingOnAnotherMachineIsASkipWithTheReason() {
        assertThat(new TestKernel(Origin.MACHINE, "6.1.0", "amd64").verdict(CONTIGUOUS_HEAP, MISSING))
                .isEqualTo(new Verdict(Verdict.Outcome.SKIP, "needs a heap of contiguous memory: ENOENT"));
    }

    @Test
    void aReleaseThatIsNoVersionIsAFailure() {
        assertThatIllegalStateException().isThrownBy(() -> built("next").lacks(SYSFS_STATS));
    }
}
