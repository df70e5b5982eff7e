// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What listing {@code /dev/dma_heap} gave: the names of its entries, or the errno.
 *
 * @param errno 0 where it could be listed
 * @param names of all entries, heaps or not, in no order; empty where it could not be listed
 */
public record HeapDirectory(int errno, List<String> names) {
    /** Where the kernel puts the devices of the heaps. */
    public static final String PATH = "/dev/dma_heap";

    /** Lists the directory; holds nothing open. */
    public static HeapDirectory read() {
        int fd = Sys.open(PATH, LibC.O_RDONLY() | LibC.O_CLOEXEC());
        if (fd < 0) {
            return new HeapDirectory(-fd, List.of());
        }
        try {
            List<String> names = new ArrayList<>();
            int result = OpenFolder.listRest(
                    fd,
                    (bytes, offset, length) -> names.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
            return result < 0 ? new HeapDirectory(-result, List.of()) : new HeapDirectory(0, names);
        } finally {
            Sys.close(fd);
        }
    }

    /** The path of an entry. */
    public static String path(String name) {
        return PATH + "/" + name;
    }
}
