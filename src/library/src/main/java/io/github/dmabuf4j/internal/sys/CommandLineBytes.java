// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line of this process in the bytes that it was started with: the JVM decodes them by the locale. */
public final class CommandLineBytes {
    private static final Path FILE = Path.of("/proc/self/cmdline");
    private static final String PROGRAM = "/proc/self/exe";
    private static final NativeFunction SETENV = NativeFunction.of("setenv");
    private static final NativeFunction EXECV = NativeFunction.of("execv");

    private CommandLineBytes() {}

    /** All arguments, the name of the program first. */
    public static List<byte[]> read() throws IOException {
        return split(Files.readAllBytes(FILE));
    }

    /** Each ends with a NUL. */
    static List<byte[]> split(byte[] all) {
        List<byte[]> arguments = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < all.length; at++) {
            if (all[at] == 0) {
                arguments.add(Arrays.copyOfRange(all, start, at));
                start = at + 1;
            }
        }
        return arguments;
    }

    /**
     * execve(2) of this process's program and arguments with another environment variable: all else of the process ends.
     *
     * @return only where it failed: the negative errno
     */
    public static int startAgain(String variable, String value) throws IOException {
        List<byte[]> arguments = read();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = arena.allocate(ValueLayout.ADDRESS, arguments.size() + 1L);
            for (int i = 0; i < arguments.size(); i++) {
                vector.setAtIndex(ValueLayout.ADDRESS, i, KernelText.string(arguments.get(i), arena));
            }
            int result = SETENV.call(
                    arena.allocateFrom(variable).address(),
                    arena.allocateFrom(value).address(),
                    1);
            return result < 0 ? result : EXECV.call(arena.allocateFrom(PROGRAM).address(), vector.address(), 0);
        }
    }
}
