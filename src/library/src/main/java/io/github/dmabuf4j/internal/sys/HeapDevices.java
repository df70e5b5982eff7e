// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.nio.file.Path;
import java.util.Optional;

/** The devices of heaps by their numbers, as sysfs reports them, or procfs if sysfs is not mounted. */
final class HeapDevices {
    /** Those of this kernel. */
    static final HeapDevices OF_KERNEL = new HeapDevices("/sys/dev/char", "/proc/devices");

    /** The kernel's name for the class of the devices, and for their major number. */
    private static final String CLASS = "dma_heap";

    private final String devices;
    private final String majors;

    /**
     * Those below other paths, for tests.
     *
     * @param devices the directory with a link {@code MAJOR:MINOR} for each character device
     * @param majors the file with a line for each major number
     */
    HeapDevices(String devices, String majors) {
        this.devices = devices;
        this.majors = majors;
    }

    /** Whether a character device is a heap. If neither file can be read, its place in {@link HeapDirectory} shows that it is. */
    boolean isHeap(DeviceNumber device) {
        KernelFile subsystem = KernelFile.link(entry(device) + "/subsystem");
        if (subsystem.isRead()) {
            return lastName(subsystem).equals(CLASS);
        }
        KernelFile known = KernelFile.readAll(majors);
        String line = device.major() + " " + CLASS;
        return !known.isRead() || known.text().lines().map(String::strip).anyMatch(line::equals);
    }

    /** Returns the kernel's name of a heap, which is also that of its exporter; empty if sysfs does not contain it. */
    Optional<String> name(DeviceNumber device) {
        KernelFile link = KernelFile.link(entry(device));
        return link.isRead() ? Optional.of(lastName(link)) : Optional.empty();
    }

    private String entry(DeviceNumber device) {
        return devices + "/" + device;
    }

    private static String lastName(KernelFile link) {
        return String.valueOf(Path.of(link.text()).getFileName());
    }
}
