// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.nio.file.Path;
import java.util.Optional;

/** What the kernel says about the devices of heaps, by their numbers: in sysfs, or in procfs where sysfs is not mounted. */
final class HeapDevices {
    /** Of this kernel. */
    static final HeapDevices OF_KERNEL = new HeapDevices("/sys/dev/char", "/proc/devices");

    /** The kernel's name of the class of devices, and of their major number. */
    private static final String CLASS = "dma_heap";

    private final String devices;
    private final String majors;

    /**
     * The same in other places.
     *
     * @param devices the directory with a link {@code MAJOR:MINOR} for each character device
     * @param majors the file with a line for each major number
     */
    HeapDevices(String devices, String majors) {
        this.devices = devices;
        this.majors = majors;
    }

    /** Whether a character device is a heap. Where nothing says so, its place in {@link HeapDirectory} does. */
    boolean isHeap(DeviceNumber device) {
        KernelFile subsystem = KernelFile.link(entry(device) + "/subsystem");
        if (subsystem.isRead()) {
            return lastName(subsystem).equals(CLASS);
        }
        KernelFile known = KernelFile.readAll(majors);
        String line = device.major() + " " + CLASS;
        return !known.isRead() || known.text().lines().map(String::strip).anyMatch(line::equals);
    }

    /** The name that a heap has in the kernel, which is that of its exporter; empty where sysfs does not contain it. */
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
