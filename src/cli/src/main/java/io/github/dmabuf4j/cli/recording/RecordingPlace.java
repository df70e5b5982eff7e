// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Where a recording is, and which file must be there for it to be the recording. */
final class RecordingPlace {
    /** The name of the copy that takes the place of the recording; after a crash it may be left. */
    private static final String COPY = ".dmabuf-new";

    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path path;
    private Optional<Object> identity;

    private RecordingPlace(Path path, Optional<Object> identity) {
        this.path = path;
        this.identity = identity;
    }

    /** The place of a file that is open. A link stays, and the file that it leads to is the recording. */
    static RecordingPlace of(Path file) throws IOException {
        return new RecordingPlace(file.toRealPath(), identity(file));
    }

    /** What stays of a file when it gets another name, and is another for another file; empty without a file. */
    static Optional<Object> identity(Path file) throws IOException {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        }
    }

    /** Whether a copy can be made here. */
    boolean isWritable() {
        Path directory = path.getParent();
        return directory == null || Files.isWritable(directory);
    }

    /** Locks a file. Returns whether nobody else has locked it. */
    static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException byThisProcess) {
            return false;
        }
    }

    /** Replaces the recording by a copy of its end, at once for all readers. Returns the copy, open and locked. */
    FileChannel replaceByEnd(FileChannel recording, long start, long size) throws IOException {
        Path copy = path.resolveSibling(path.getFileName() + COPY);
        Files.deleteIfExists(copy);
        FileChannel replacement = FileChannel.open(copy, NEW, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        boolean isInPlace = false;
        try {
            copyRights(copy);
            copy(recording, start, size, replacement);
            replacement.force(true);
            if (!isLocked(replacement)) {
                throw new IOException("another process has locked " + copy);
            }
            move(copy);
            isInPlace = true;
            return replacement;
        } finally {
            if (!isInPlace) {
                replacement.close();
                Files.deleteIfExists(copy);
            }
        }
    }

    /** Others read the recording. Where its owner and group cannot be kept, nobody else may read the copy. */
    private void copyRights(Path copy) throws IOException {
        requireRecording();
        PosixFileAttributes wanted = Files.readAttributes(path, PosixFileAttributes.class);
        PosixFileAttributes now = Files.readAttributes(copy, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(copy, PosixFileAttributeView.class);
        try {
            if (!wanted.group().equals(now.group())) {
                view.setGroup(wanted.group());
            }
            if (!wanted.owner().equals(now.owner())) {
                view.setOwner(wanted.owner());
            }
        } catch (IOException notAllowed) {
            return;
        }
        view.setPermissions(wanted.permissions());
    }

    private static void copy(FileChannel recording, long start, long size, FileChannel target) throws IOException {
        long at = start;
        while (at < size) {
            long count = recording.transferTo(at, size - at, target);
            if (count <= 0) {
                throw new IOException("the recording became shorter while it was copied");
            }
            at += count;
        }
    }

    private void move(Path copy) throws IOException {
        requireRecording();
        Optional<Object> ofCopy = identity(copy);
        Files.move(copy, path, StandardCopyOption.ATOMIC_MOVE);
        identity = ofCopy;
    }

    /** The file of somebody else must not be lost. */
    private void requireRecording() throws IOException {
        if (identity.isEmpty() || !identity.equals(identity(path))) {
            throw new IOException("it was moved or replaced while it was recorded to");
        }
    }
}
