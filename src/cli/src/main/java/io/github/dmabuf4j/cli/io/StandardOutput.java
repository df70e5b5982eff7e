// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import io.github.dmabuf4j.internal.sys.Stdout;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** What stdout of this process is. */
public final class StandardOutput {
    private static final Path PATH = Path.of("/proc/self/fd/1");

    private StandardOutput() {}

    public static boolean isTerminal() {
        return Stdout.isTerminal();
    }

    /** Whether it is a pipe, socket or terminal that has no reader any more. */
    public static boolean isClosed() {
        return Stdout.hasLostReader();
    }

    /** To be written to as it is: to open a pipe by its name waits for ever where its reader has gone. */
    public static FileChannel channel() {
        return new FileOutputStream(FileDescriptor.out).getChannel();
    }

    /** What to say about a file that could not be written: nothing where it is stdout, and closed. */
    public static IOException failure(Path file, IOException failure) {
        return is(file) && isClosed() ? new ClosedException() : BadRequestException.unwritable(file, failure);
    }

    /** Whether it is stdout by one of its names, or the file that stdout goes to. */
    public static boolean is(Path file) {
        try {
            return Files.isSameFile(file, PATH);
        } catch (IOException missing) {
            return false;
        }
    }

    /** Nobody reads stdout any more: the command ends, and says nothing. */
    public static final class ClosedException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
