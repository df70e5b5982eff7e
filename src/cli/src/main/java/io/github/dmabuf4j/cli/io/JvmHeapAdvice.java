// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

/** What to do when the heap of the JVM is too small for what a command reads. */
public final class JvmHeapAdvice {
    private static final long MEBIBYTES = Runtime.getRuntime().maxMemory() >> 20;

    /** The rest of a sentence whose subject needs the memory. */
    public static final String ADVICE = "needs a larger heap than the " + MEBIBYTES
            + " MiB of this JVM: set JAVA_TOOL_OPTIONS=-Xmx" + 2 * MEBIBYTES + "m in the environment";

    private JvmHeapAdvice() {}

    /** An exception for an error whose message names the memory that ran out, such as "Java heap space". */
    public static BadRequestException wanted(OutOfMemoryError error) {
        return new BadRequestException("out of memory (" + error.getMessage() + "): the command " + ADVICE);
    }
}
