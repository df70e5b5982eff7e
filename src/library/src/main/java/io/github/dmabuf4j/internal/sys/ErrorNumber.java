// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.MemorySegment;

/** Symbols and texts of error numbers. */
public final class ErrorNumber {
    // The POSIX strerror_r: the name that glibc and musl both export for it.
    private static final NativeFunction STRERROR = NativeFunction.of("__xpg_strerror_r");

    /** By their numbers, from 1 on; those of asm-generic/errno-base.h and errno.h, where "-" is a number that is free. */
    private static final String[] SYMBOLS =
            ("EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM"
                            + " EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY"
                            + " EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY"
                            + " ELOOP - ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE EBADR EXFULL"
                            + " ENOANO EBADRQC EBADSLT - EBFONT ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV"
                            + " ESRMNT ECOMM EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD"
                            + " ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE"
                            + " ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE"
                            + " EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN"
                            + " ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE"
                            + " EUCLEAN ENOTNAM ENAVAIL EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED"
                            + " EKEYREVOKED EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON")
                    .split(" ");

    private ErrorNumber() {}

    /** Whether it says that this user may not: EACCES of permissions, EPERM of capabilities and most else. */
    public static boolean isNoPermission(int errno) {
        return errno == LibC.EACCES() || errno == LibC.EPERM();
    }

    /** Whether a text is the one for a full disk, a used quota, or the limit of a file's size. */
    public static boolean isFullDisk(String text) {
        return text.equals(text(LibC.ENOSPC())) || text.equals(text(LibC.EDQUOT())) || text.equals(text(LibC.EFBIG()));
    }

    /** The symbol, as {@code ENOMEM}; {@code errno 524} where the headers that programs use have none for the number. */
    public static String symbol(int errno) {
        return isKnown(errno) ? SYMBOLS[errno - 1] : "errno " + errno;
    }

    private static boolean isKnown(int errno) {
        return errno > 0 && errno <= SYMBOLS.length && !SYMBOLS[errno - 1].equals("-");
    }

    /** Symbol, number and text, as {@code ENOMEM (12), Cannot allocate memory}. */
    public static String describe(int errno) {
        String number = isKnown(errno) ? " (" + errno + ")" : "";
        return symbol(errno) + number + ", " + text(errno);
    }

    /** The C library's text for the number. */
    public static String text(int errno) {
        MemorySegment buffer = Scratch.bytes();
        int failed = STRERROR.call(errno, buffer.address(), buffer.byteSize());
        return failed == 0 ? buffer.getString(0) : "unknown error";
    }
}
