// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import java.nio.file.Path;

/** The programs that are in the directory of the benchmarks' jar. */
public final class Programs {
    private Programs() {}

    /** Returns the jar of the benchmarks. */
    public static Path jar() {
        return Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    }

    /** Returns the path of a program, or of another jar. */
    public static Path of(String name) {
        return jar().resolveSibling(name);
    }

    /** Returns the path of this JVM's {@code java}. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
