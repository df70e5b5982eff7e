// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Capability;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import io.github.dmabuf4j.internal.sys.Privileges;
import io.github.dmabuf4j.internal.sys.ProcessCalls;
import io.github.dmabuf4j.internal.sys.SeccompFilter;
import io.github.dmabuf4j.internal.sys.Sys;

/**
 * Another process, from which this one takes buffers and sync files without its help: for debuggers, and for tools that search for
 * leaks. When the process has ended and a new one gets its id, this object still stands for the old one.
 *
 * <p>That needs permission to trace the process: it has the same user, {@code kernel.yama.ptrace_scope} does not forbid it, and it
 * is dumpable; or this process has {@code CAP_SYS_PTRACE}. The seccomp filters of container programs refuse the calls to a container
 * that was started without this capability.
 *
 * <p>Any thread may call any method. Needs Linux 5.6 ({@code pidfd_getfd}).
 */
public final class OtherProcess implements AutoCloseable {
    static {
        NativeAccess.check();
    }

    private static final String KERNEL_ADVICE = "this kernel (Linux " + System.getProperty("os.version")
            + ") cannot hand over descriptors of other processes: that needs Linux 5.6 or newer";

    private static final String SEND_ADVICE = ", or let that process send the buffer over a ShareChannel";

    private static final String OPEN = "pidfd_open";
    private static final String GET_FD = "pidfd_getfd";

    private final Descriptor process;

    private OtherProcess(long pid) {
        process = new NamedDescriptor("process " + pid);
    }

    /**
     * Opens a process.
     *
     * @param pid the id of the process
     * @return the process, to be closed by the caller
     * @throws UnsupportedKernelException before Linux 5.6, or where a seccomp filter hides the call (ENOSYS)
     * @throws NoPermissionException when a seccomp filter refuses the call (EPERM)
     * @throws DmaBufException when there is no such process (ESRCH), the id is that of a thread or not positive (EINVAL), or
     *     no descriptor is left (EMFILE)
     */
    public static OtherProcess open(long pid) throws DmaBufException {
        int id = pid == (int) pid ? (int) pid : 0;
        OtherProcess opened = new OtherProcess(pid);
        int result = opened.process.own(ProcessCalls.open(id));
        if (result < 0) {
            throw failure(OPEN, opened.process.target(), -result);
        }
        return opened;
    }

    /**
     * Takes a buffer. From then on both processes hold it.
     *
     * @param fd the number of its descriptor in that process
     * @return the buffer, to be closed by the caller
     * @throws UnsupportedKernelException when a seccomp filter hides the call (ENOSYS)
     * @throws NoPermissionException when this process may not, or a seccomp filter refuses the call (EPERM)
     * @throws DmaBufException when the process has ended (ESRCH), it has no such descriptor (EBADF), the descriptor is
     *     not a DMA-BUF, or no descriptor is left in this process (EMFILE)
     */
    public DmaBuf buffer(int fd) throws DmaBufException {
        return take(fd, DmaBuf::adopt);
    }

    /**
     * Takes a sync file. From then on both processes hold it.
     *
     * @param fd the number of its descriptor in that process
     * @return the sync file, to be closed by the caller
     * @throws UnsupportedKernelException when a seccomp filter hides the call (ENOSYS)
     * @throws NoPermissionException when this process may not, or a seccomp filter refuses the call (EPERM)
     * @throws DmaBufException when the process has ended (ESRCH), it has no such descriptor (EBADF), the descriptor is
     *     not a sync file, or no descriptor is left in this process (EMFILE)
     */
    public SyncFile syncFile(int fd) throws DmaBufException {
        return take(fd, SyncFile::adopt);
    }

    private <T> T take(int fd, FdAdopter<T> adopter) throws DmaBufException {
        int taken = duplicate(fd);
        boolean adopted = false;
        try {
            T owner = adopter.adopt(taken);
            adopted = true;
            return owner;
        } catch (DmaBufException refused) {
            // Its message has the number in this process, which the caller does not know.
            DmaBufException told = new DmaBufException(
                    GET_FD, target(fd), refused.errno(), "it was closed again, since " + refused.getMessage());
            told.initCause(refused);
            throw told;
        } finally {
            if (!adopted) {
                Sys.close(taken);
            }
        }
    }

    private int duplicate(int fd) throws DmaBufException {
        int pidfd = process.acquire();
        try {
            int taken = ProcessCalls.getFd(pidfd, fd);
            if (taken < 0) {
                throw failure(GET_FD, target(fd), -taken);
            }
            return taken;
        } finally {
            process.release();
        }
    }

    private String target(int fd) {
        return "fd " + fd + " of " + process.target();
    }

    private static DmaBufException failure(String operation, String target, int errno) {
        if (ErrorNumber.isNoPermission(errno)) {
            return new NoPermissionException(operation, target, errno, permissionAdvice(operation) + SEND_ADVICE);
        }
        if (errno == LibC.ENOSYS()) {
            return new UnsupportedKernelException(operation, target, errno, kernelAdvice());
        }
        return new DmaBufException(operation, target, errno);
    }

    private static String permissionAdvice(String operation) {
        // The kernel itself asks for no permission to open a process.
        return operation.equals(OPEN) || ProcessCalls.isGetFdFiltered()
                ? SeccompFilter.refusesToTrace(operation)
                : Privileges.ofThisThread().missing(Capability.CAP_SYS_PTRACE)
                        + ", or run as the user of that process with kernel.yama.ptrace_scope=0";
    }

    private static String kernelAdvice() {
        return KERNEL_ADVICE + (SeccompFilter.isSet() ? ", and a seccomp filter that allows it" : "");
    }

    /**
     * Returns whether this is open.
     *
     * @return false after {@link #close}
     */
    public boolean isOpen() {
        return !process.isClosed();
    }

    /** Closes the descriptor of the process. What was taken from it stays open. Further calls do nothing. */
    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return "OtherProcess[" + process.shown() + (isOpen() ? "]" : ", closed]");
    }
}
