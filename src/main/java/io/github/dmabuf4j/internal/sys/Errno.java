// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** Symbols and texts of error numbers. */
public final class Errno {
    // The POSIX strerror_r: the name that glibc and musl both export for it.
    private static final NativeFunction STRERROR = NativeFunction.of("__xpg_strerror_r");

    private static final Map<Integer, String> SYMBOLS = Map.ofEntries(
            Map.entry(LibC.EPERM(), "EPERM"),
            Map.entry(LibC.ENOENT(), "ENOENT"),
            Map.entry(LibC.EINTR(), "EINTR"),
            Map.entry(LibC.EIO(), "EIO"),
            Map.entry(LibC.ENXIO(), "ENXIO"),
            Map.entry(LibC.EBADF(), "EBADF"),
            Map.entry(LibC.EAGAIN(), "EAGAIN"),
            Map.entry(LibC.ENOMEM(), "ENOMEM"),
            Map.entry(LibC.EACCES(), "EACCES"),
            Map.entry(LibC.EFAULT(), "EFAULT"),
            Map.entry(LibC.EBUSY(), "EBUSY"),
            Map.entry(LibC.EEXIST(), "EEXIST"),
            Map.entry(LibC.ENODEV(), "ENODEV"),
            Map.entry(LibC.ENOTDIR(), "ENOTDIR"),
            Map.entry(LibC.EISDIR(), "EISDIR"),
            Map.entry(LibC.EINVAL(), "EINVAL"),
            Map.entry(LibC.ENFILE(), "ENFILE"),
            Map.entry(LibC.EMFILE(), "EMFILE"),
            Map.entry(LibC.ENOTTY(), "ENOTTY"),
            Map.entry(LibC.EFBIG(), "EFBIG"),
            Map.entry(LibC.ENOSPC(), "ENOSPC"),
            Map.entry(LibC.ESPIPE(), "ESPIPE"),
            Map.entry(LibC.ERANGE(), "ERANGE"),
            Map.entry(LibC.ENAMETOOLONG(), "ENAMETOOLONG"),
            Map.entry(LibC.ENOSYS(), "ENOSYS"),
            Map.entry(LibC.ELOOP(), "ELOOP"),
            Map.entry(LibC.ETIME(), "ETIME"),
            Map.entry(LibC.EOVERFLOW(), "EOVERFLOW"),
            Map.entry(LibC.EOPNOTSUPP(), "EOPNOTSUPP"),
            Map.entry(LibC.ETIMEDOUT(), "ETIMEDOUT"),
            Map.entry(LibC.ESRCH(), "ESRCH"),
            Map.entry(LibC.EPIPE(), "EPIPE"),
            Map.entry(LibC.EBADFD(), "EBADFD"),
            Map.entry(LibC.ENOTSOCK(), "ENOTSOCK"),
            Map.entry(LibC.EMSGSIZE(), "EMSGSIZE"),
            Map.entry(LibC.EPROTOTYPE(), "EPROTOTYPE"),
            Map.entry(LibC.EADDRINUSE(), "EADDRINUSE"),
            Map.entry(LibC.ECONNRESET(), "ECONNRESET"),
            Map.entry(LibC.ENOTCONN(), "ENOTCONN"),
            Map.entry(LibC.ETOOMANYREFS(), "ETOOMANYREFS"),
            Map.entry(LibC.ECONNREFUSED(), "ECONNREFUSED"));

    private Errno() {}

    /** The symbol, as {@code ENOMEM}; {@code errno} where this library has no name for the number. */
    public static String symbol(int errno) {
        return SYMBOLS.getOrDefault(errno, "errno");
    }

    /** The C library's text for the number. */
    public static String text(int errno) {
        MemorySegment buffer = Scratch.bytes();
        int failed = STRERROR.call(errno, buffer.address(), buffer.byteSize());
        return failed == 0 ? buffer.getString(0) : "unknown error";
    }
}
