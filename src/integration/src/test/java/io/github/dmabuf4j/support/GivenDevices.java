// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Devices that belong to another group for a while. The close restores their groups and modes. */
public final class GivenDevices implements AutoCloseable {
    private static final String GROUP = "unix:gid";
    private static final String MODE = "unix:mode";

    private record Before(Object group, Object mode) {}

    private final Map<Path, Before> devices = new LinkedHashMap<>();

    /** Gives a device to a group. */
    public void give(Path device, int group, int mode) throws IOException {
        devices.putIfAbsent(device, new Before(Files.getAttribute(device, GROUP), Files.getAttribute(device, MODE)));
        Files.setAttribute(device, GROUP, group);
        Files.setAttribute(device, MODE, mode);
    }

    @Override
    public void close() throws IOException {
        for (Map.Entry<Path, Before> device : devices.entrySet()) {
            Files.setAttribute(device.getKey(), GROUP, device.getValue().group());
            Files.setAttribute(device.getKey(), MODE, device.getValue().mode());
        }
    }
}
