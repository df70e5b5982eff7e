// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Capability;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.Libbpf;
import io.github.dmabuf4j.internal.sys.Privileges;
import io.github.dmabuf4j.internal.sys.SeccompFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Why the iterators cannot be loaded, and what to do. */
final class LoadFailure {
    static final String TARGET = "the BPF iterators";

    private static final String OPERATION = "BPF_PROG_LOAD";
    private static final Path TYPES = Path.of("/sys/kernel/btf/vmlinux");
    private static final String LOCKDOWN = "/sys/kernel/security/lockdown";
    private static final String COMPILER = "/proc/sys/net/core/bpf_jit_enable";

    /** Reads the log of the verifier, which takes a second load. */
    interface Log {
        String read() throws DmaBufException;
    }

    private LoadFailure() {}

    static DmaBufException noLibrary() {
        return new UnsupportedKernelException(
                "dlopen", Libbpf.LIBRARY, 0, Libbpf.problem() + ": install libbpf 1.0 or newer (Debian: libbpf1)");
    }

    static DmaBufException of(int errno, Log log) {
        if (errno == LibC.ENOSYS()) {
            return unsupported(
                    errno,
                    "this kernel has no bpf(2): it needs CONFIG_BPF_SYSCALL=y"
                            + (SeccompFilter.isSet() ? ", and a seccomp filter that allows it" : ""));
        }
        if (errno == LibC.EPERM() || (errno == LibC.EACCES() && !mayLoad())) {
            return new NoPermissionException(OPERATION, TARGET, errno, advice());
        }
        if (errno == LibC.ESRCH()) {
            return unsupported(
                    errno,
                    Files.exists(TYPES)
                            ? "this kernel cannot iterate over descriptors and mappings: Linux 5.15 can"
                            : "this kernel does not describe its types: it needs CONFIG_DEBUG_INFO_BTF=y");
        }
        if (errno == LibC.EMFILE() || errno == LibC.ENFILE() || errno == LibC.ENOMEM()) {
            return new DmaBufException(OPERATION, TARGET, errno);
        }
        return refused(errno, log);
    }

    private static DmaBufException refused(int errno, Log log) {
        if (KernelFile.read(LOCKDOWN).text().contains("[confidentiality]")) {
            return new NoPermissionException(
                    OPERATION,
                    TARGET,
                    errno,
                    "the kernel is locked down (confidentiality): no program may read its memory");
        }
        if (KernelFile.read(COMPILER).text().strip().equals("0")) {
            return unsupported(
                    errno, "the kernel's compiler of BPF programs is off: sysctl -w net.core.bpf_jit_enable=1");
        }
        return refusedByVerifier(errno, log);
    }

    private static DmaBufException refusedByVerifier(int errno, Log log) {
        try {
            String end = log.read();
            return end.isEmpty()
                    ? new DmaBufException(OPERATION, TARGET, errno)
                    : unsupported(errno, "the verifier of this kernel refuses a program: " + end);
        } catch (DmaBufException unreadable) {
            return new DmaBufException(OPERATION, TARGET, errno);
        }
    }

    /**
     * Whether fewer programs may load: the kernel lacks a type or refuses a program. Where libbpf may not look for types in the
     * modules, or has no descriptor left for that, it says EINVAL.
     */
    static boolean isOfKernel(DmaBufException failure) {
        return failure instanceof UnsupportedKernelException || failure.errno() == LibC.EINVAL();
    }

    /** Why the buffers are not listed by a kernel that has an iterator over them; empty if it has none, as libbpf mostly says. */
    static Optional<String> ofListing(DmaBufException failure) {
        return failure.errno() != LibC.ESRCH() && KernelIterators.ofThisKernel().contains(KernelIterators.OF_BUFFERS)
                ? Optional.of(String.valueOf(failure.getMessage()))
                : Optional.empty();
    }

    private static DmaBufException unsupported(int errno, String advice) {
        return new UnsupportedKernelException(OPERATION, TARGET, errno, advice);
    }

    private static boolean mayLoad() {
        return lacking(Privileges.ofThisThread()).isEmpty();
    }

    /** Which capabilities are missing. */
    private static Set<Capability> lacking(Privileges own) {
        if (own.has(Capability.CAP_SYS_ADMIN)) {
            return Set.of();
        }
        Set<Capability> lacking = EnumSet.of(Capability.CAP_BPF, Capability.CAP_PERFMON);
        lacking.removeIf(own::has);
        return lacking;
    }

    private static String advice() {
        Privileges own = Privileges.ofThisThread();
        Set<Capability> lacking = lacking(own);
        return toBeAllowed(own, lacking) + "; or have root pin the iterators once: dmabuf bpf pin --group GROUP";
    }

    private static String toBeAllowed(Privileges own, Set<Capability> lacking) {
        if (!lacking.isEmpty()) {
            return own.missing(lacking);
        }
        return SeccompFilter.isSet()
                ? "a seccomp filter refuses bpf(2) to this container or service: start it with a filter that allows the call"
                : "this process has the capabilities: a security module forbids it";
    }
}
