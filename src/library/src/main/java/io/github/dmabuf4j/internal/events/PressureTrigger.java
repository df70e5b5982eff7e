// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.events;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Capability;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.Privileges;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.Arena;

/** A descriptor that poll reports as urgent when memory pressure reaches a threshold, at most once in a time window. */
public final class PressureTrigger extends Descriptor {
    /** The file of the kernel's that takes the threshold. */
    public static final String FILE = "/proc/pressure/memory";

    private PressureTrigger() {}

    @Override
    public String target() {
        return FILE;
    }

    /**
     * Opens a trigger.
     *
     * @param threshold which processes, how many microseconds they have to stand still, and within how many, as the kernel takes it
     * @return the trigger, for the caller to close
     * @throws DmaBufException if this kernel does not signal memory pressure (ENOENT, EOPNOTSUPP), or not to this user
     *     (EACCES, EPERM), or there are no more descriptors (EMFILE, ENFILE)
     */
    public static PressureTrigger open(String threshold) throws DmaBufException {
        PressureTrigger trigger = new PressureTrigger();
        int result = trigger.own(Sys.open(FILE, LibC.O_RDWR() | LibC.O_NONBLOCK() | LibC.O_CLOEXEC()));
        if (result < 0) {
            throw failure("open", -result);
        }
        boolean isSet = false;
        try {
            trigger.set(threshold);
            isSet = true;
            return trigger;
        } finally {
            if (!isSet) {
                trigger.close();
            }
        }
    }

    private void set(String threshold) throws DmaBufException {
        long written;
        try (Arena arena = Arena.ofConfined()) {
            written = Sys.write(number(), arena.allocateFrom(threshold));
        }
        if (written < 0) {
            throw failure("write", (int) -written);
        }
    }

    private static DmaBufException failure(String operation, int errno) {
        if (errno == LibC.ENOENT() || errno == LibC.EOPNOTSUPP()) {
            return new UnsupportedKernelException(
                    operation, FILE, errno, "memory pressure needs Linux 5.2 with CONFIG_PSI=y, booted with psi=1");
        }
        if (ErrorNumber.isNoPermission(errno)) {
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
