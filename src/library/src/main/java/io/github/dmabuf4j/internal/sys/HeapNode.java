// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file that an entry of {@code /dev/dma_heap} leads to, directly or through symbolic links. It is examined without being
 * opened: to open a FIFO waits, and to open a device can do anything.
 *
 * @param errno 0 if there is a file, otherwise why there is none
 * @param heap the kernel's name of the heap, which is also that of the exporter; empty if the file is not a heap
 * @param device the number of the device; 0:0 if the file is not a device
 * @param type the type of the file; NONE if there is no file
 */
public record HeapNode(int errno, Optional<String> heap, DeviceNumber device, FileType type) {
    /** Examines an entry of {@link HeapDirectory}. */
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

    /** Returns the name of the device's file, which is the name of the heap unless the file was renamed. */
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

    /** Whether this user has no permission to examine it. */
    public boolean isHidden() {
        return ErrorNumber.isNoPermission(errno);
    }

    /**
     * Compares an open file with the device that was found.
     *
     * @return 0 if it is the same, 1 if it is another file, or the negative errno
     */
    public int compare(int fd) {
        int result = FileStatus.read(fd, LibC.STATX_BASIC_STATS());
        if (result < 0) {
            return result;
        }
        return FileStatus.type() == type && FileStatus.device().equals(device) ? 0 : 1;
    }

    /** Its number as a device, {@code 252:0}; empty where it is not a device. */
    public Optional<String> deviceNumber() {
        return type.isDevice() ? Optional.of(device.toString()) : Optional.empty();
    }

    /** The letter of its type in {@code ls -l}; that of a symbolic link where the entry leads to nothing. */
    public char typeLetter() {
        return (errno == 0 ? type : FileType.LINK).letter();
    }

    /** What it is, with its article: {@code a regular file}, {@code a character device (1:3)}. */
    public String description() {
        return type.isDevice() ? type + " (" + device + ")" : type.toString();
    }
}
