// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.sys.ErrorNumber;

/**
 * Error numbers of the kernel, to compare with {@link DmaBufException#errno}:
 *
 * <pre>{@code
 * try {
 *     return heap.allocate(bytes);
 * } catch (DmaBufException failure) {
 *     if (failure.errno() != Errno.ENOMEM) {
 *         throw failure;
 *     }
 *     return allocateSmaller(bytes);
 * }
 * }</pre>
 *
 * <p>The values are those of the kernel's headers, which are the same for all architectures that this library supports.
 * They are compile-time constants, so that a {@code switch} can use them. The constants are the errors that the methods
 * of this library document, and others that device drivers and fences report. {@link #symbol} and {@link #text} know
 * all numbers of the headers.
 */
public final class Errno {
    /** An argument or a list of arguments is too long. */
    public static final int E2BIG = 7;

    /** File permissions, or the mode that the descriptor was opened with, do not allow the operation. */
    public static final int EACCES = 13;

    /** The address is in use: for a socket, a file of its path exists. */
    public static final int EADDRINUSE = 98;

    /** The operation would have to wait, or there is no room now. */
    public static final int EAGAIN = 11;

    /** Such an operation is in progress already. */
    public static final int EALREADY = 114;

    /** The number is not an open descriptor, or its mode does not allow the operation. */
    public static final int EBADF = 9;

    /** The descriptor is of a kind of file that the operation does not take. */
    public static final int EBADFD = 77;

    /** The device or resource is in use. */
    public static final int EBUSY = 16;

    /** The operation was given up before it was complete. */
    public static final int ECANCELED = 125;

    /** The connection was given up before it was accepted. */
    public static final int ECONNABORTED = 103;

    /** Nobody listens on the socket. */
    public static final int ECONNREFUSED = 111;

    /** The other process closed the connection while messages were unread. */
    public static final int ECONNRESET = 104;

    /** To wait would be a deadlock. */
    public static final int EDEADLK = 35;

    /** There is such a file or object already. */
    public static final int EEXIST = 17;

    /** An address is not in the memory of this process. */
    public static final int EFAULT = 14;

    /** The hardware has reported an error in a page of memory. */
    public static final int EHWPOISON = 133;

    /** The data is not validly encoded. */
    public static final int EILSEQ = 84;

    /** The operation has begun and goes on. */
    public static final int EINPROGRESS = 115;

    /** A signal interrupted the call. dmabuf4j repeats calls that may be repeated. */
    public static final int EINTR = 4;

    /** An argument is not valid. Many device interfaces end a list with it. */
    public static final int EINVAL = 22;

    /** The device has reported an error. */
    public static final int EIO = 5;

    /** The file is a directory. */
    public static final int EISDIR = 21;

    /** There are too many symbolic links on the path. */
    public static final int ELOOP = 40;

    /** This process has as many descriptors as it may have ({@code ulimit -n}). */
    public static final int EMFILE = 24;

    /** The message is too long. */
    public static final int EMSGSIZE = 90;

    /** A name or path is too long. */
    public static final int ENAMETOOLONG = 36;

    /** The machine has as many open files as it may have ({@code fs.file-max}). */
    public static final int ENFILE = 23;

    /** There is no room for a message. */
    public static final int ENOBUFS = 105;

    /** There is no data. */
    public static final int ENODATA = 61;

    /** There is no such device, or it has gone, or it does not support the operation. */
    public static final int ENODEV = 19;

    /** There is no such file. */
    public static final int ENOENT = 2;

    /** A link between parts of a device is missing. */
    public static final int ENOLINK = 67;

    /** There is not enough memory, or a heap is full. */
    public static final int ENOMEM = 12;

    /** There is no space, or the user's limit of watches is reached. */
    public static final int ENOSPC = 28;

    /** The kernel does not have the system call. */
    public static final int ENOSYS = 38;

    /** The socket is not connected. */
    public static final int ENOTCONN = 107;

    /** A part of the path is not a directory. */
    public static final int ENOTDIR = 20;

    /** The descriptor is not a socket. */
    public static final int ENOTSOCK = 88;

    /** The file, or this kernel, does not know the ioctl. */
    public static final int ENOTTY = 25;

    /** The device of the file does not exist or has gone. */
    public static final int ENXIO = 6;

    /** The operation is not supported. */
    public static final int EOPNOTSUPP = 95;

    /** A value does not fit into its field. */
    public static final int EOVERFLOW = 75;

    /** The operation needs a capability, or is not allowed. */
    public static final int EPERM = 1;

    /** The other end of the connection is closed. */
    public static final int EPIPE = 32;

    /** The other side broke the protocol. */
    public static final int EPROTO = 71;

    /** The socket is of another type. */
    public static final int EPROTOTYPE = 91;

    /** A value is out of range. */
    public static final int ERANGE = 34;

    /** A part of the device that is reached over a bus has reported an error. */
    public static final int EREMOTEIO = 121;

    /** The file system is read-only. */
    public static final int EROFS = 30;

    /** The device or connection was shut down. */
    public static final int ESHUTDOWN = 108;

    /** The file has no position. */
    public static final int ESPIPE = 29;

    /** There is no such process. */
    public static final int ESRCH = 3;

    /** The file or handle does not exist any more. */
    public static final int ESTALE = 116;

    /** The time of a wait or a timer has passed. */
    public static final int ETIME = 62;

    /** The operation took longer than it may. */
    public static final int ETIMEDOUT = 110;

    /** Too many descriptors have been sent and not received. */
    public static final int ETOOMANYREFS = 109;

    /** The file is a program that runs, or is open for writing. */
    public static final int ETXTBSY = 26;

    private Errno() {}

    /**
     * Returns the symbol of an error number.
     *
     * @param errno a positive error number
     * @return the symbol, such as {@code ENOMEM}; {@code errno 524} for a number that the kernel's headers for programs
     *     do not have
     */
    public static String symbol(int errno) {
        return ErrorNumber.symbol(errno);
    }

    /**
     * Returns the C library's text for an error number.
     *
     * @param errno a positive error number
     * @return the text in the language of the process's locale, such as {@code Cannot allocate memory}
     */
    public static String text(int errno) {
        return ErrorNumber.text(errno);
    }
}
