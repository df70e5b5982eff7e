// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.nio.file.Files;
import java.nio.file.Path;

/** The files of this checkout. */
public final class Checkout {
    private static final Path ROOT = find();

    private Checkout() {}

    /** The directory of the parent's pom.xml, absolute. Tests run in the directory of their module. */
    public static Path root() {
        return ROOT;
    }

    private static Path find() {
        Path directory = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("native-headers"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("run the tests in a checkout of dmabuf4j");
            }
        }
        return directory;
    }
}
