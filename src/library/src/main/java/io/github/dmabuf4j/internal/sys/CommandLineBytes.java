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

/** The command line of this process, without loss: the arguments that the JVM gives to main were decoded by the locale. */
public final class CommandLineBytes {
    private static final Path FILE = Path.of("/proc/self/cmdline");
    private static final String PROGRAM = "/proc/self/exe";
    private static final NativeFunction SETENV = NativeFunction.of("setenv");
    private static final NativeFunction EXECV = NativeFunction.of("execv");

    private CommandLineBytes() {}

    /** All arguments, as {@link KernelText} decodes them; the name of the program is first. */
    public static List<String> texts() throws IOException {
        return read().stream().map(KernelText::decode).toList();
    }

    private static List<byte[]> read() throws IOException {
        return split(Files.readAllBytes(FILE));
    }

    /** Each argument ends with a NUL. */
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
     * Replaces this process by its own program, with the same arguments and one more environment variable: setenv(3),
     * execv(3).
     *
     * @return why that failed; where it succeeds, this method does not return
     */
    public static String startAgain(String variable, String value) throws IOException {
        List<byte[]> arguments = read();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = arena.allocate(ValueLayout.ADDRESS, arguments.size() + 1L);
            for (int i = 0; i < arguments.size(); i++) {
                vector.setAtIndex(ValueLayout.ADDRESS, i, KernelText.string(arguments.get(i), arena));
            }
            int set = SETENV.call(
                    arena.allocateFrom(variable).address(),
                    arena.allocateFrom(value).address(),
                    1);
            int failure = set < 0 ? set : EXECV.call(arena.allocateFrom(PROGRAM).address(), vector.address(), 0);
            return ErrorNumber.describe(-failure);
        }
    }
}
