// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.io.IOException;

/**
 * The failure of an operation on a heap, a buffer, its fences, its statistics or a connection.
 *
 * <p>The message names the operation, its target and the error:
 * {@code DMA_HEAP_IOCTL_ALLOC on /dev/dma_heap/system (len=4096) failed: ENOMEM (12), Cannot allocate memory}. Names in
 * the message are escaped, so that they can neither start a line of a log nor control a terminal.
 *
 * <p>{@link #errno} is to be compared with the constants of {@link Errno}. There are subtypes for failures that callers
 * handle differently: {@link NoSuchHeapException}, {@link NoPermissionException} and
 * {@link UnsupportedKernelException}, whose messages say what to do, and {@link FenceException}.
 */
public class DmaBufException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The name of the system call or ioctl. */
    private final String operation;

    /** What it was called on, not escaped. */
    private final String target;

    /** Positive, or 0. */
    private final int errno;

    /**
     * Describes an operation that the kernel refused.
     *
     * @param operation the name of the system call or ioctl in the kernel's headers
     * @param target what it was called on, with the arguments that matter
     * @param errno the positive error number
     */
    public DmaBufException(String operation, String target, int errno) {
        this(operation, target, errno, "");
    }

    /**
     * Describes an operation that the kernel or this library refused, with advice.
     *
     * @param operation the name of the system call or ioctl in the kernel's headers
     * @param target what it was called on, with the arguments that matter
     * @param errno the positive error number, or 0 when this library refused the operation
     * @param advice a clause that says what the error means here and what to do; can be empty unless errno is 0
     */
    public DmaBufException(String operation, String target, int errno, String advice) {
        super(TerminalEscape.sentence(operation) + " on " + TerminalEscape.of(target) + " failed: "
                + TerminalEscape.sentence(reason(errno, advice)));
        this.operation = operation;
        this.target = target;
        this.errno = errno;
    }

    /** Throws an exception when a result is a negative errno. */
    static void check(String operation, String target, long result) throws DmaBufException {
        if (result < 0) {
            throw new DmaBufException(operation, target, (int) -result);
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
     * Returns the system call or ioctl that failed.
     *
     * @return its name in the kernel's headers, such as {@code DMA_HEAP_IOCTL_ALLOC}
     */
    public final String operation() {
        return operation;
    }

    /**
     * Returns what the operation was called on.
     *
     * @return a path or a descriptor, with the arguments that matter; not escaped, so it can contain line ends and
     *     terminal escapes
     */
    public final String target() {
        return target;
    }

    /**
     * Returns the error number.
     *
     * @return the kernel's errno, a positive number of which {@link Errno} has constants; 0 when this library refused
     *     the operation
     */
    public final int errno() {
        return errno;
    }

    /**
     * Returns the symbol of the error number.
     *
     * @return {@link Errno#symbol} of {@link #errno}; empty when that is 0
     */
    public final String symbol() {
        return errno == 0 ? "" : ErrorNumber.symbol(errno);
    }
}
