// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Libbpf;
import io.github.dmabuf4j.internal.sys.PathCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Makes and removes pins of the iterators. */
public final class Pins {
    private static final int PRIVATE_DIRECTORY = 0700;
    private static final int GROUP_DIRECTORY = 0750;
    private static final int PRIVATE_FILE = 0400;
    private static final int GROUP_FILE = 0440;

    private final PinDirectory directory;
    private final String next = PinDirectory.NEXT + ProcessHandle.current().pid();

    private Pins(Path directory) {
        this.directory = new PinDirectory(directory);
    }

    /**
     * Pins all iterators that this kernel has. A reader sees all of them or none. Pins of this version that exist are replaced,
     * and what a call that was killed has left is removed.
     *
     * @param directory the default directory, which becomes a BPF file system, or one in a BPF file system
     * @param group who may read them beside root
     * @return what was pinned
     * @throws DmaBufException if that is not possible; pins that existed are still there
     */
    public static Set<IteratorProgram> pin(Path directory, Optional<GroupPrincipal> group) throws DmaBufException {
        Pins pins = new Pins(directory);
        boolean isMounted = pins.directory.prepare();
        boolean isDone = false;
        try {
            Set<IteratorProgram> pinned = pins.replace(group);
            isDone = true;
            return pinned;
        } finally {
            if (!isDone && isMounted) {
                pins.directory.unmount();
            }
        }
    }

    /**
     * Removes the pins of all versions, and the BPF file system at the default directory. What reads them at the moment can
     * read on.
     *
     * @return whether there was a pin
     * @throws DmaBufException if that is not possible
     */
    public static boolean unpin(Path directory) throws DmaBufException {
        PinDirectory pins = new PinDirectory(directory);
        if (!pins.isOfBpf()) {
            pins.unmount();
            return false;
        }
        boolean isFound = false;
        for (String set : pins.versions()) {
            pins.remove(set);
            isFound = true;
        }
        for (String set : pins.unfinished()) {
            pins.remove(set);
        }
        pins.unmount();
        return isFound;
    }

    private Set<IteratorProgram> replace(Optional<GroupPrincipal> group) throws DmaBufException {
        removeAbandoned();
        boolean isDone = false;
        try {
            Set<IteratorProgram> pinned = pinNext(group);
            publish();
            isDone = true;
            return pinned;
        } finally {
            if (!isDone) {
                directory.remove(next);
            }
        }
    }

    private void removeAbandoned() throws DmaBufException {
        for (String set : directory.unfinished()) {
            long maker = Long.parseLong(set.substring(PinDirectory.NEXT.length()));
            if (set.equals(next) || ProcessHandle.of(maker).isEmpty()) {
                directory.remove(set);
            }
        }
    }

    private Set<IteratorProgram> pinNext(Optional<GroupPrincipal> group) throws DmaBufException {
        Libbpf library = Libbpf.instance().orElseThrow(LoadFailure::noLibrary);
        Path set = directory.path().resolve(next);
        try (LoadedObject object = load(library)) {
            PinDirectory.check("mkdir", set, PathCalls.makeDirectory(set.toString(), PRIVATE_DIRECTORY));
            for (IteratorProgram program : object.programs()) {
                Path pin = set.resolve(program.symbol());
                object.pin(program, pin.toString());
                give(pin, group, PRIVATE_FILE, GROUP_FILE);
            }
            give(set, group, PRIVATE_DIRECTORY, GROUP_DIRECTORY);
            return object.programs();
        }
    }

    private static LoadedObject load(Libbpf library) throws DmaBufException {
        try {
            return LoadedObject.load(
                    library, ObjectFile.ofLibrary(ObjectFile.NAME), EnumSet.allOf(IteratorProgram.class));
        } catch (DmaBufException failure) {
            if (!LoadFailure.isOfKernel(failure)) {
                throw failure;
            }
            return LoadedObject.load(
                    library, ObjectFile.ofLibrary(ObjectFile.NAME_OF_HELD), IteratorProgram.withoutBufferIterator());
        }
    }

    private static void give(Path path, Optional<GroupPrincipal> group, int privateMode, int groupMode)
            throws DmaBufException {
        if (group.isPresent()) {
            giveTo(path, group.get());
        }
        int mode = group.isPresent() ? groupMode : privateMode;
        PinDirectory.check("chmod", path, PathCalls.changeMode(path.toString(), mode));
    }

    private static void giveTo(Path path, GroupPrincipal group) throws DmaBufException {
        try {
            Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setGroup(group);
        } catch (IOException failure) {
            throw new DmaBufException("chown", path.toString(), 0, String.valueOf(failure.getMessage()));
        }
    }

    private void publish() throws DmaBufException {
        String from = directory.path().resolve(next).toString();
        Path to = PinnedIterators.ofThisVersion(directory.path());
        // Throws if it is not to be replaced.
        directory.pins(PinnedIterators.THIS_VERSION);
        int result = Files.exists(to) ? PathCalls.exchange(from, to.toString()) : PathCalls.rename(from, to.toString());
        if (result == -LibC.EINVAL()) {
            // The BPF file system cannot exchange before Linux 5.16. For a moment there are no pins.
            directory.remove(PinnedIterators.THIS_VERSION);
            result = PathCalls.rename(from, to.toString());
        }
        PinDirectory.check("renameat2", to, result);
        directory.remove(next);
    }
}
