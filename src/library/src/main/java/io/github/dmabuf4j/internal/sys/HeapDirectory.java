// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.util.List;

/** Where the kernel puts the devices of the heaps. */
public final class HeapDirectory {
    /** The path of the directory. */
    public static final String PATH = "/dev/dma_heap";

    private HeapDirectory() {}

    /** Lists all entries, including those that are not heaps. */
    public static DirectoryNames entries() {
        return DirectoryNames.of(PATH);
    }

    /** The names of all entries, heaps or not; empty where they cannot be listed. */
    public static List<String> names() {
        return entries().names();
    }

    /** The path of an entry. */
    public static String path(String name) {
        return PATH + "/" + name;
    }
}
