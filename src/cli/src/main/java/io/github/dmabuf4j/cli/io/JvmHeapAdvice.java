// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

/** What to do where the heap is too small for what a command reads. */
public final class JvmHeapAdvice {
    private static final long MEBIBYTES = Runtime.getRuntime().maxMemory() >> 20;

    /** The end of a sentence about what takes the memory. */
    public static final String ADVICE = "needs a larger heap than the " + MEBIBYTES
            + " MiB of this JVM: set JAVA_TOOL_OPTIONS=-Xmx" + 2 * MEBIBYTES + "m in the environment";

    private JvmHeapAdvice() {}

    /** A sentence for an error; its message says what could not be had, for instance "Java heap space". */
    public static BadRequestException wanted(OutOfMemoryError error) {
        return new BadRequestException("out of memory (" + error.getMessage() + "): the command " + ADVICE);
    }
}
