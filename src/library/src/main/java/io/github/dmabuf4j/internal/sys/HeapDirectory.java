// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/** The directory of the heaps' devices. */
public final class HeapDirectory {
    /** The path of the directory. */
    public static final String PATH = "/dev/dma_heap";

    private HeapDirectory() {}

    /** Lists all entries, including those that are not heaps. */
    public static DirectoryNames entries() {
        return DirectoryNames.of(PATH);
    }

    /** Returns the path of an entry. */
    public static String path(String name) {
        return PATH + "/" + name;
    }
}
