// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an entry of {@code /dev/dma_heap} leads to, itself or through symbolic links: found out without opening it, as an
 * open of a FIFO waits and that of a device can do anything.
 *
 * @param errno why nothing was found; 0 where something was
 * @param heap the kernel's name of the heap, which is that of the exporter; empty where it is not a heap
 * @param device its number; of a file that is not a device 0:0
 * @param type of the file; NONE where nothing was found
 */
public record HeapNode(int errno, Optional<String> heap, DeviceNumber device, FileType type) {
    /** Looks at an entry of {@link HeapDirectory}. */
    public static HeapNode of(String name) {
        return at(HeapDirectory.path(name), HeapDevices.OF_KERNEL);
    }

    static HeapNode at(String path, HeapDevices devices) {
        int result = FileStatus.read(path);
        if (result < 0) {
            return new HeapNode(-result, Optional.empty(), DeviceNumber.NONE, FileType.NONE);
        }
        FileType type = FileStatus.type();
        DeviceNumber device = FileStatus.device();
        Optional<String> heap = type == FileType.CHARACTER_DEVICE && devices.isHeap(device)
                ? Optional.of(devices.name(device).orElseGet(() -> resolvedName(path)))
                : Optional.empty();
        return new HeapNode(0, heap, device, type);
    }

    /** The device's own file has the heap's name, unless somebody has renamed it. */
    private static String resolvedName(String path) {
        try {
            return String.valueOf(Path.of(path).toRealPath().getFileName());
        } catch (IOException | InvalidPathException unresolved) {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /** Whether it leads to a heap. */
    public boolean isHeap() {
        return heap.isPresent();
    }

    /** Whether this user may not find out what it leads to. */
    public boolean isHidden() {
        return ErrorNumber.isNoPermission(errno);
    }

    /**
     * Compares an open file with the device that was found.
     *
     * @return 0 where it is the same, 1 where it is another, or the negative errno
     */
    public int compare(int fd) {
        int result = FileStatus.read(fd, LibC.STATX_BASIC_STATS());
        if (result < 0) {
            return result;
        }
        return FileStatus.type() == type && FileStatus.device().equals(device) ? 0 : 1;
    }

    /** What it is, with its article: {@code a regular file}, {@code a character device (1:3)}. */
    public String description() {
        return type.isDevice() ? type + " (" + device + ")" : type.toString();
    }
}
