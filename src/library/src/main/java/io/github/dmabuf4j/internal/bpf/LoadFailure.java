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
import java.nio.file.Files;
import java.nio.file.Path;

/** Why the iterators cannot be loaded, and what to do. */
final class LoadFailure {
    static final String TARGET = "the BPF iterators";

    private static final String OPERATION = "BPF_PROG_LOAD";
    private static final Path TYPES = Path.of("/sys/kernel/btf/vmlinux");
    private static final String LOCKDOWN = "/sys/kernel/security/lockdown";

    /** Reads the log of the verifier, which takes a second load. */
    interface Log {
        String read() throws DmaBufException;
    }

    private LoadFailure() {}

    static DmaBufException noLibrary() {
        return new UnsupportedKernelException(
                "dlopen", Libbpf.LIBRARY, 0, "the library is not there: install libbpf 1.0 or newer (Debian: libbpf1)");
    }

    static DmaBufException of(int errno, Log log) {
        if (errno == LibC.ENOSYS()) {
            return unsupported(errno, "this kernel has no bpf(2): it needs CONFIG_BPF_SYSCALL=y");
        }
        if (KernelFile.read(LOCKDOWN).text().contains("[confidentiality]")) {
            return new NoPermissionException(
                    OPERATION,
                    TARGET,
                    errno,
                    "the kernel is locked down (confidentiality): no program may read its memory");
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
        return refused(errno, log);
    }

    private static DmaBufException refused(int errno, Log log) {
        try {
            return unsupported(errno, "the verifier of this kernel refuses a program: " + log.read());
        } catch (DmaBufException unreadable) {
            return new DmaBufException(OPERATION, TARGET, errno);
        }
    }

    private static DmaBufException unsupported(int errno, String advice) {
        return new UnsupportedKernelException(OPERATION, TARGET, errno, advice);
    }

    private static boolean mayLoad() {
        Privileges own = Privileges.ofThisThread();
        return own.has(Capability.CAP_SYS_ADMIN) || (own.has(Capability.CAP_BPF) && own.has(Capability.CAP_PERFMON));
    }

    private static String advice() {
        Privileges own = Privileges.ofThisThread();
        Capability missing = own.has(Capability.CAP_BPF) ? Capability.CAP_PERFMON : Capability.CAP_BPF;
        return own.missing(missing) + "; or have root pin the iterators once: dmabuf bpf pin --group GROUP";
    }
}
