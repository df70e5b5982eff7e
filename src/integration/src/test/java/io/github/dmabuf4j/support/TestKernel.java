// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static io.github.dmabuf4j.support.KernelFeature.ATTACHMENT_STATS;
import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;
import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static io.github.dmabuf4j.support.KernelFeature.BUFFER_ITERATOR;
import static io.github.dmabuf4j.support.KernelFeature.CONTIGUOUS_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.FAULT_INJECTION;
import static io.github.dmabuf4j.support.KernelFeature.KERNEL_PROBES;
import static io.github.dmabuf4j.support.KernelFeature.SW_SYNC;
import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.TRACEPOINTS;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static io.github.dmabuf4j.support.KernelFeature.VIMC;
import static io.github.dmabuf4j.support.KernelFeature.VKMS;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernel that the tests run on, and what it is known to lack. */
record TestKernel(Origin origin, String release, String architecture) {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    /** Where the kernel comes from. */
    enum Origin {
        /** Whatever this machine runs. */
        MACHINE,
        /** The test VM's own kernel. */
        BUILT,
        /** A kernel of the distribution, in the test VM. */
        STOCK
    }

    /** Features that some kernels of the test VM lack. */
    private record Gap(String reason, Predicate<TestKernel> kernels, Set<KernelFeature> features) {
        Gap(String reason, Predicate<TestKernel> kernels, KernelFeature first, KernelFeature... more) {
            this(reason, kernels, EnumSet.of(first, more));
        }
    }

    /** {@link KnownKernelsIT} compares this table with the kernel that it runs on, in both directions. */
    private static final List<Gap> GAPS = List.of(
            new Gap("only in the variant fault", kernel -> true, FAULT_INJECTION),
            new Gap(
                    "in the VM's own kernels from Linux 6.16 on",
                    kernel -> !kernel.isStock() && !kernel.isSince(6, 16),
                    BPF_ITERATORS),
            new Gap("from Linux 6.16 on", kernel -> !kernel.isSince(6, 16), BUFFER_ITERATOR),
            new Gap("from Linux 7.0 on", kernel -> !kernel.isSince(7, 0), TRACEPOINTS),
            new Gap("not in the VM's own kernels", kernel -> !kernel.isStock(), KERNEL_PROBES),
            new Gap("from Linux 6.6 on", kernel -> !kernel.isSince(6, 6), KERNEL_PROBES),
            new Gap("removed in Linux 7.0", kernel -> kernel.isSince(7, 0), SYSFS_STATS, ATTACHMENT_STATS),
            new Gap(
                    "not in the distribution's kernels",
                    TestKernel::isStock,
                    SYSFS_STATS,
                    ATTACHMENT_STATS,
                    CONTIGUOUS_HEAP,
                    VKMS,
                    VIMC,
                    SW_SYNC),
            new Gap(
                    "not in the distribution's kernels before Linux 6.12",
                    kernel -> kernel.isStock() && !kernel.isSince(6, 12),
                    BUFFERS,
                    SYSTEM_HEAP,
                    UDMABUF),
            new Gap(
                    "not in the distribution's kernels for arm64",
                    kernel -> kernel.isStock() && kernel.isArm64(),
                    SYSTEM_HEAP));

    static TestKernel current() {
        return of(
                System.getenv("DMABUF4J_VM") != null,
                "stock".equals(System.getenv("DMABUF4J_VM_KERNEL")),
                System.getProperty("os.version"),
                System.getProperty("os.arch"));
    }

    private static TestKernel of(boolean vm, boolean stock, String release, String architecture) {
        Origin inVm = stock ? Origin.STOCK : Origin.BUILT;
        return new TestKernel(vm ? inVm : Origin.MACHINE, release, architecture);
    }

    boolean isInVm() {
        return origin != Origin.MACHINE;
    }

    private boolean isStock() {
        return origin == Origin.STOCK;
    }

    private boolean isArm64() {
        return architecture.equals("aarch64");
    }

    private boolean isSince(int major, int minor) {
        Matcher version = VERSION.matcher(release);
        if (!version.matches()) {
            throw new IllegalStateException("the kernel's release is " + release);
        }
        int actual = Integer.parseInt(version.group(1));
        return actual > major || (actual == major && Integer.parseInt(version.group(2)) >= minor);
    }

    /** Whether this kernel of the VM is known to lack a feature. */
    boolean lacks(KernelFeature feature) {
        return gap(feature).isPresent();
    }

    private Optional<Gap> gap(KernelFeature feature) {
        return GAPS.stream()
                .filter(gap -> gap.features().contains(feature) && gap.kernels().test(this))
                .findFirst();
    }

    /** Decides about a test that needs a feature. The problem says why it is missing, and is empty if it is there. */
    Verdict verdict(KernelFeature feature, Optional<String> problem) {
        if (problem.isEmpty()) {
            return Verdict.RUN;
        }
        if (!isInVm()) {
            return new Verdict(Verdict.Outcome.SKIP, "needs %s: %s".formatted(feature, problem.get()));
        }
        return gap(feature)
                .map(gap -> new Verdict(Verdict.Outcome.SKIP, "needs %s: %s".formatted(feature, gap.reason())))
                .orElseGet(() -> new Verdict(
                        Verdict.Outcome.FAIL,
                        "this kernel of the test VM (%s, %s) must have %s: %s"
                                .formatted(release, origin, feature, problem.get())));
    }
}
