// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
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
 * <p>The values are those of the kernel's headers. The constants are the errors that the methods of this library
 * document, and others that device drivers and fences report. {@link #symbol} and {@link #text} know all numbers of the
 * headers.
 */
public final class Errno {
    /** An argument or a list of arguments is too long. */
    public static final int E2BIG = LibC.E2BIG();

    /** File permissions, or the mode that the descriptor was opened with, do not allow the operation. */
    public static final int EACCES = LibC.EACCES();

    /** The address is in use: for a socket, a file of its path exists. */
    public static final int EADDRINUSE = LibC.EADDRINUSE();

    /** The operation would have to wait, or there is no room now. */
    public static final int EAGAIN = LibC.EAGAIN();

    /** Such an operation is in progress already. */
    public static final int EALREADY = LibC.EALREADY();

    /** The descriptor is of a kind of file that the operation does not take. */
    public static final int EBADFD = LibC.EBADFD();

    /** The number is not an open descriptor, or its mode does not allow the operation. */
    public static final int EBADF = LibC.EBADF();

    /** The device or resource is in use. */
    public static final int EBUSY = LibC.EBUSY();

    /** The operation was given up before it was complete. */
    public static final int ECANCELED = LibC.ECANCELED();

    /** The connection was given up before it was accepted. */
    public static final int ECONNABORTED = LibC.ECONNABORTED();

    /** Nobody listens on the socket. */
    public static final int ECONNREFUSED = LibC.ECONNREFUSED();

    /** The other process closed the connection while messages were unread. */
    public static final int ECONNRESET = LibC.ECONNRESET();

    /** To wait would be a deadlock. */
    public static final int EDEADLK = LibC.EDEADLK();

    /** There is such a file or object already. */
    public static final int EEXIST = LibC.EEXIST();

    /** An address is not in the memory of this process. */
    public static final int EFAULT = LibC.EFAULT();

    /** The hardware has reported an error in a page of memory. */
    public static final int EHWPOISON = LibC.EHWPOISON();

    /** The data is not validly encoded. */
    public static final int EILSEQ = LibC.EILSEQ();

    /** The operation has begun and goes on. */
    public static final int EINPROGRESS = LibC.EINPROGRESS();

    /** A signal interrupted the call. dmabuf4j repeats calls that may be repeated. */
    public static final int EINTR = LibC.EINTR();

    /** An argument is not valid. Many device interfaces end a list with it. */
    public static final int EINVAL = LibC.EINVAL();

    /** The device has reported an error. */
    public static final int EIO = LibC.EIO();

    /** The file is a directory. */
    public static final int EISDIR = LibC.EISDIR();

    /** There are too many symbolic links on the path. */
    public static final int ELOOP = LibC.ELOOP();

    /** This process has as many descriptors as it may have ({@code ulimit -n}). */
    public static final int EMFILE = LibC.EMFILE();

    /** The message is too long. */
    public static final int EMSGSIZE = LibC.EMSGSIZE();

    /** A name or path is too long. */
    public static final int ENAMETOOLONG = LibC.ENAMETOOLONG();

    /** The machine has as many open files as it may have ({@code fs.file-max}). */
    public static final int ENFILE = LibC.ENFILE();

    /** There is no room for a message. */
    public static final int ENOBUFS = LibC.ENOBUFS();

    /** There is no data. */
    public static final int ENODATA = LibC.ENODATA();

    /** There is no such device, or it has gone, or it does not support the operation. */
    public static final int ENODEV = LibC.ENODEV();

    /** There is no such file. */
    public static final int ENOENT = LibC.ENOENT();

    /** A link between parts of a device is missing. */
    public static final int ENOLINK = LibC.ENOLINK();

    /** There is not enough memory, or a heap is full. */
    public static final int ENOMEM = LibC.ENOMEM();

    /** There is no space, or the user's limit of watches is reached. */
    public static final int ENOSPC = LibC.ENOSPC();

    /** The kernel does not have the system call. */
    public static final int ENOSYS = LibC.ENOSYS();

    /** The socket is not connected. */
    public static final int ENOTCONN = LibC.ENOTCONN();

    /** A part of the path is not a directory. */
    public static final int ENOTDIR = LibC.ENOTDIR();

    /** The descriptor is not a socket. */
    public static final int ENOTSOCK = LibC.ENOTSOCK();

    /** The file, or this kernel, does not know the ioctl. */
    public static final int ENOTTY = LibC.ENOTTY();

    /** The device of the file does not exist or has gone. */
    public static final int ENXIO = LibC.ENXIO();

    /** The operation is not supported. */
    public static final int EOPNOTSUPP = LibC.EOPNOTSUPP();

    /** A value does not fit into its field. */
    public static final int EOVERFLOW = LibC.EOVERFLOW();

    /** The operation needs a capability, or is not allowed. */
    public static final int EPERM = LibC.EPERM();

    /** The other end of the connection is closed. */
    public static final int EPIPE = LibC.EPIPE();

    /** The socket is of another type. */
    public static final int EPROTOTYPE = LibC.EPROTOTYPE();

    /** The other side broke the protocol. */
    public static final int EPROTO = LibC.EPROTO();

    /** A value is out of range. */
    public static final int ERANGE = LibC.ERANGE();

    /** A part of the device that is reached over a bus has reported an error. */
    public static final int EREMOTEIO = LibC.EREMOTEIO();

    /** The file system is read-only. */
    public static final int EROFS = LibC.EROFS();

    /** The device or connection was shut down. */
    public static final int ESHUTDOWN = LibC.ESHUTDOWN();

    /** The file has no position. */
    public static final int ESPIPE = LibC.ESPIPE();

    /** There is no such process. */
    public static final int ESRCH = LibC.ESRCH();

    /** The file or handle does not exist any more. */
    public static final int ESTALE = LibC.ESTALE();

    /** The operation took longer than it may. */
    public static final int ETIMEDOUT = LibC.ETIMEDOUT();

    /** The time of a wait or a timer has passed. */
    public static final int ETIME = LibC.ETIME();

    /** Too many descriptors have been sent and not received. */
    public static final int ETOOMANYREFS = LibC.ETOOMANYREFS();

    /** The file is a program that runs, or is open for writing. */
    public static final int ETXTBSY = LibC.ETXTBSY();

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
