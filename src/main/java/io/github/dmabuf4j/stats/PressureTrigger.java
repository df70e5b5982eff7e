// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Capability;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.Privileges;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A descriptor that is urgent when memory pressure reaches a level; at most once in a window. */
final class PressureTrigger extends Descriptor {
    static final String FILE = "/proc/pressure/memory";

    private PressureTrigger(int fd) {
        super(fd);
    }

    @Override
    public String target() {
        return FILE;
    }

    static PressureTrigger open(PressureLevel level) throws DmaBufException {
        int fd = Sys.open(FILE, LibC.O_RDWR() | LibC.O_NONBLOCK() | LibC.O_CLOEXEC());
        if (fd < 0) {
            throw failure("open", -fd);
        }
        PressureTrigger trigger = new PressureTrigger(fd);
        long written;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(level.trigger());
            written = Sys.write(fd, text);
        }
        if (written < 0) {
            trigger.close();
            throw failure("write", (int) -written);
        }
        return trigger;
    }

    private static DmaBufException failure(String operation, int errno) {
        if (errno == LibC.ENOENT() || errno == LibC.EOPNOTSUPP()) {
            return new UnsupportedKernelException(
                    operation, FILE, errno, "memory pressure needs Linux 5.2 with CONFIG_PSI=y, booted with psi=1");
        }
        if (errno == LibC.EACCES() || errno == LibC.EPERM()) {
            return new NoPermissionException(operation, FILE, errno, permissionAdvice(errno));
        }
        return new DmaBufException(operation, FILE, errno);
    }

    private static String permissionAdvice(int errno) {
        // The file's permissions give EACCES, the kernel's own check EPERM.
        Privileges privileges = Privileges.ofThisThread();
        return errno == LibC.EPERM()
                ? privileges.missing(Capability.CAP_SYS_RESOURCE)
                : privileges.missingForFileOfRoot();
    }
}
