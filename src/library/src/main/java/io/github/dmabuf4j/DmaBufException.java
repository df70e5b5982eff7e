// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.io.IOException;

/**
 * The kernel refused an operation on a heap, a buffer, its fences or its statistics.
 *
 * <p>The message names the operation, its target and the error as one value:
 * {@code DMA_HEAP_IOCTL_ALLOC on /dev/dma_heap/system (len=4096) failed: ENOMEM (12), Cannot allocate memory}.
 * Names in the message are escaped: it can neither start a line of a log nor steer a terminal.
 *
 * <p>Subtypes exist where a caller can act on them: {@link NoSuchHeapException}, {@link NoPermissionException} and
 * {@link UnsupportedKernelException}, whose messages say what to do, and {@link FenceException}.
 */
public class DmaBufException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The system call or ioctl. */
    private final String operation;

    /** What it was called on. */
    private final String target;

    /** The positive error number, or 0. */
    private final int errno;

    /**
     * An operation that the kernel refused.
     *
     * @param operation the system call or ioctl, by its name in the kernel's headers
     * @param target what it was called on, with the arguments that matter
     * @param errno the positive error number
     */
    public DmaBufException(String operation, String target, int errno) {
        this(operation, target, errno, "");
    }

    /**
     * An operation that the kernel refused, with advice.
     *
     * @param operation the system call or ioctl, by its name in the kernel's headers
     * @param target what it was called on, with the arguments that matter
     * @param errno the positive error number, or 0 where this library refused the operation by itself
     * @param advice what the error means here and what to do, as a clause; may be empty where errno is not 0
     */
    public DmaBufException(String operation, String target, int errno, String advice) {
        super(TerminalEscape.sentence(operation) + " on " + TerminalEscape.of(target) + " failed: "
                + TerminalEscape.sentence(reason(errno, advice)));
        this.operation = operation;
        this.target = target;
        this.errno = errno;
    }

    /** Fails where a result is a negative errno. */
    static void check(String operation, String target, int result) throws DmaBufException {
        if (result < 0) {
            throw new DmaBufException(operation, target, -result);
        }
    }

    private static String reason(int errno, String advice) {
        if (errno == 0) {
            return advice;
        }
        String error = ErrorNumber.describe(errno);
        return advice.isEmpty() ? error : error + "; " + advice;
    }

    /**
     * The system call or ioctl that failed.
     *
     * @return its name in the kernel's headers, as {@code DMA_HEAP_IOCTL_ALLOC}
     */
    public final String operation() {
        return operation;
    }

    /**
     * What the operation was called on.
     *
     * @return a path or a descriptor, with the arguments that matter; not escaped as in the message: a name in it can hold
     *     line ends and terminal escapes
     */
    public final String target() {
        return target;
    }

    /**
     * The error number.
     *
     * @return the positive errno of the kernel, or 0 where this library refused the operation by itself
     */
    public final int errno() {
        return errno;
    }

    /**
     * The error's symbol.
     *
     * @return as {@code ENOMEM}, or {@code errno 524} for a number that the kernel's headers for programs do not have; empty
     *     where {@link #errno} is 0
     */
    public final String symbol() {
        return errno == 0 ? "" : ErrorNumber.symbol(errno);
    }
}
