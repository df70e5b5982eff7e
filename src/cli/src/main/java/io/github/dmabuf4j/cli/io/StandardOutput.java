// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import io.github.dmabuf4j.internal.sys.Stdout;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard output of this process. */
public final class StandardOutput {
    private static final Path PATH = Path.of("/proc/self/fd/1");

    private StandardOutput() {}

    public static boolean isTerminal() {
        return Stdout.isTerminal();
    }

    /** Whether it is a pipe, socket or terminal that nobody reads any more. */
    public static boolean isClosed() {
        return Stdout.hasLostReader();
    }

    /** A channel to it. Opening a pipe by its name instead would wait forever when the reader is gone. */
    public static FileChannel channel() {
        return new FileOutputStream(FileDescriptor.out).getChannel();
    }

    /** The exception for a file that could not be written: a {@link ClosedException} where it is stdout and closed. */
    public static IOException failure(Path file, IOException failure) {
        return is(file) && isClosed() ? new ClosedException() : BadRequestException.unwritable(file, failure);
    }

    /** Whether a path is a name of stdout, such as /dev/stdout, or the file that stdout is redirected to. */
    public static boolean is(Path file) {
        try {
            return Files.isSameFile(file, PATH);
        } catch (IOException missing) {
            return false;
        }
    }

    /** Nobody reads stdout any more. The command ends without a message. */
    public static final class ClosedException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
