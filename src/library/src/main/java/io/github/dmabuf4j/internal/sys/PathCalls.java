// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.util.Optional;

/** System calls that change what paths lead to. Each returns 0, or the negative errno. */
public final class PathCalls {
    private static final NativeFunction MKDIR = NativeFunction.of("mkdir");
    private static final NativeFunction RMDIR = NativeFunction.of("rmdir");
    private static final NativeFunction UNLINK = NativeFunction.of("unlink");
    private static final NativeFunction CHMOD = NativeFunction.of("chmod");
    private static final NativeFunction RENAME = NativeFunction.of("renameat2");
    private static final NativeFunction MOUNT = NativeFunction.of("mount");
    private static final NativeFunction UMOUNT = NativeFunction.of("umount2");

    private PathCalls() {}

    private interface Call {
        int on(long first, long second);
    }

    /** mkdir(2). */
    public static int makeDirectory(String path, int mode) {
        return Sys.onPath(path, name -> MKDIR.call(name, mode, 0));
    }

    /** rmdir(2). */
    public static int removeDirectory(String path) {
        return Sys.onPath(path, name -> RMDIR.call(name, 0, 0));
    }

    /** unlink(2). */
    public static int remove(String path) {
        return Sys.onPath(path, name -> UNLINK.call(name, 0, 0));
    }

    /** chmod(2). */
    public static int changeMode(String path, int mode) {
        return Sys.onPath(path, name -> CHMOD.call(name, mode, 0));
    }

    /** renameat2(2). A file or an empty directory that has the new name is replaced. */
    public static int rename(String from, String to) {
        return rename(from, to, 0);
    }

    /** renameat2(2) with RENAME_EXCHANGE: each gets the name of the other at once. The errno is EINVAL if that is not supported. */
    public static int exchange(String one, String other) {
        return rename(one, other, LibC.RENAME_EXCHANGE());
    }

    private static int rename(String from, String to, int flags) {
        return onPaths(from, to, (a, b) -> (int) RENAME.call(LibC.AT_FDCWD(), a, LibC.AT_FDCWD(), b, flags, 0));
    }

    /** mount(2) of a new file system of a type that needs no device. */
    public static int mount(String type, String directory, int flags, String options) {
        try (Arena arena = Arena.ofConfined()) {
            long data = arena.allocateFrom(options).address();
            return onPaths(type, directory, (name, path) -> (int) MOUNT.call(name, path, name, flags, data, 0));
        }
    }

    /** umount2(2). */
    public static int unmount(String directory, int flags) {
        return Sys.onPath(directory, name -> UMOUNT.call(name, flags, 0));
    }

    private static int onPaths(String first, String second, Call call) {
        Optional<byte[]> one = KernelText.tryEncode(first);
        Optional<byte[]> other = KernelText.tryEncode(second);
        if (one.isEmpty() || other.isEmpty()) {
            return -LibC.ENOENT();
        }
        try (Arena arena = Arena.ofConfined()) {
            return call.on(
                    KernelText.string(one.get(), arena).address(),
                    KernelText.string(other.get(), arena).address());
        }
    }
}
