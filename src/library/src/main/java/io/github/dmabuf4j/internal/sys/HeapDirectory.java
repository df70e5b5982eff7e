// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/** Where the kernel puts the devices of the heaps. */
public final class HeapDirectory {
    /** Its path. */
    public static final String PATH = "/dev/dma_heap";

    private HeapDirectory() {}

    /** All entries, heaps or not. */
    public static DirectoryNames entries() {
        return DirectoryNames.of(PATH);
    }

    /** The path of an entry. */
    public static String path(String name) {
        return PATH + "/" + name;
    }
}
