// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.sys.Capability;
import io.github.dmabuf4j.internal.sys.DescriptorFacts;
import io.github.dmabuf4j.internal.sys.DirectoryNames;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.PathCalls;
import io.github.dmabuf4j.internal.sys.Privileges;
import io.github.dmabuf4j.internal.sys.Sys;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A directory in a BPF file system with a directory of pins for each version of the records: {@code v1}. A set of pins is complete before
 * it gets that name; until then its directory is called {@code next_} and the number of the process that makes it.
 */
final class PinDirectory {
    static final String NEXT = "next_";

    private static final Pattern VERSION = Pattern.compile("v[0-9]+");
    private static final Pattern UNFINISHED = Pattern.compile(NEXT + "[0-9]+");
    private static final int FOR_ALL = 0755;

    private final Path path;

    PinDirectory(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Whether this library mounts and unmounts it. */
    private boolean isDefault() {
        return path.equals(PinnedIterators.DEFAULT_DIRECTORY);
    }

    /** Whether it is in a BPF file system. */
    boolean isOfBpf() throws DmaBufException {
        int fd = Sys.open(path.toString(), LibC.O_PATH() | LibC.O_CLOEXEC());
        if (fd == -LibC.ENOENT()) {
            return false;
        }
        check("open", path, fd);
        try {
            return (int) DescriptorFacts.fileSystem(fd) == LinuxDmaBuf.BPF_FS_MAGIC();
        } finally {
            Sys.close(fd);
        }
    }

    /**
     * Mounts a BPF file system at the default directory, if there is none.
     *
     * @return whether it did
     */
    boolean prepare() throws DmaBufException {
        if (isOfBpf()) {
            return false;
        }
        if (!isDefault()) {
            throw new DmaBufException(
                    "open",
                    path.toString(),
                    0,
                    "it is not a directory in a BPF file system: mount -t bpf bpf DIRECTORY");
        }
        boolean isMounted = false;
        try {
            makeForAll(PinnedIterators.PARENT);
            makeForAll(path);
            mount();
            isMounted = true;
            return true;
        } finally {
            if (!isMounted) {
                PathCalls.removeDirectory(path.toString());
                PathCalls.removeDirectory(PinnedIterators.PARENT.toString());
            }
        }
    }

    private static void makeForAll(Path directory) throws DmaBufException {
        int result = PathCalls.makeDirectory(directory.toString(), FOR_ALL);
        if (result != -LibC.EEXIST()) {
            check("mkdir", directory, result);
            // The umask does not count.
            check("chmod", directory, PathCalls.changeMode(directory.toString(), FOR_ALL));
        }
    }

    private void mount() throws DmaBufException {
        int flags = LibC.MS_NOSUID() | LibC.MS_NODEV() | LibC.MS_NOEXEC();
        int result = PathCalls.mount("bpf", path.toString(), flags, "mode=0755");
        if (result == -LibC.ENODEV()) {
            throw new UnsupportedKernelException(
                    "mount",
                    path.toString(),
                    -result,
                    "this kernel has no BPF file system: it needs CONFIG_BPF_SYSCALL=y");
        }
        if (result == -LibC.EPERM()) {
            throw new NoPermissionException(
                    "mount", path.toString(), -result, Privileges.ofThisThread().missing(Capability.CAP_SYS_ADMIN));
        }
        check("mount", path, result);
    }

    /** Ends what {@link #prepare} has begun. Does nothing to another directory, or to one that has other files. */
    void unmount() throws DmaBufException {
        if (!isDefault()) {
            return;
        }
        while (isOfBpf()) {
            List<String> others = names();
            if (!others.isEmpty()) {
                throw new DmaBufException(
                        "umount2", path.toString(), LibC.EBUSY(), "something else is pinned there: " + others.get(0));
            }
            // Those who read pins keep them until they have read.
            check("umount2", path, PathCalls.unmount(path.toString(), LibC.MNT_DETACH()));
        }
        removeIfEmpty(path);
        removeIfEmpty(PinnedIterators.PARENT);
    }

    private static void removeIfEmpty(Path directory) throws DmaBufException {
        int result = PathCalls.removeDirectory(directory.toString());
        if (result != -LibC.ENOENT() && result != -LibC.ENOTEMPTY()) {
            check("rmdir", directory, result);
        }
    }

    /** The names of sets of pins of all versions. */
    List<String> versions() throws DmaBufException {
        return names(VERSION);
    }

    /** The names of sets that were or are being made, or replaced. */
    List<String> unfinished() throws DmaBufException {
        return names(UNFINISHED);
    }

    private List<String> names(Pattern pattern) throws DmaBufException {
        return names().stream()
                .filter(name -> pattern.matcher(name).matches())
                .sorted()
                .toList();
    }

    private List<String> names() throws DmaBufException {
        DirectoryNames listed = DirectoryNames.of(path.toString());
        if (listed.errno() != LibC.ENOENT()) {
            check("readdir", path, -listed.errno());
        }
        return listed.names();
    }

    /** Removes a set of pins. Does nothing if there is none. */
    void remove(String set) throws DmaBufException {
        Path directory = path.resolve(set);
        for (String pin : pins(set)) {
            check(
                    "unlink",
                    directory.resolve(pin),
                    PathCalls.remove(directory.resolve(pin).toString()));
        }
        int result = PathCalls.removeDirectory(directory.toString());
        if (result != -LibC.ENOENT()) {
            check("rmdir", directory, result);
        }
    }

    /**
     * Returns the names in a set; none if there is no set.
     *
     * @throws DmaBufException if it cannot be read, or a directory that others use has other things under that name
     */
    List<String> pins(String set) throws DmaBufException {
        Path directory = path.resolve(set);
        DirectoryNames pins = DirectoryNames.of(directory.toString());
        if (pins.errno() != LibC.ENOENT()) {
            check("readdir", directory, -pins.errno());
        }
        for (String pin : pins.names()) {
            if (!isDefault() && !IteratorProgram.isSymbol(pin)) {
                throw new DmaBufException(
                        "unlink", directory.toString(), 0, "it is not of this program: it has " + pin);
            }
        }
        return pins.names();
    }

    static void check(String operation, Path path, int result) throws DmaBufException {
        if (result >= 0) {
            return;
        }
        if (ErrorNumber.isNoPermission(-result)) {
            throw new NoPermissionException(
                    operation,
                    path.toString(),
                    -result,
                    Privileges.ofThisThread().missingForFileOfRoot());
        }
        throw new DmaBufException(operation, path.toString(), -result);
    }
}
