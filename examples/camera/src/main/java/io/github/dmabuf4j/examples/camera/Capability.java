// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.examples.camera.gen.V4l2;
import io.github.dmabuf4j.examples.camera.gen.v4l2_capability;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a driver says of its device.
 *
 * @param driver its name, such as {@code uvcvideo}
 * @param card the device's name
 * @param flags V4L2_CAP_ of this device node
 */
record Capability(String driver, String card, int flags) {
    static Capability of(Device device) throws DmaBufException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = v4l2_capability.allocate(arena);
            device.ioctl(Requests.QUERYCAP, answer);
            int all = v4l2_capability.capabilities(answer);
            return new Capability(
                    v4l2_capability.driver(answer).getString(0),
                    v4l2_capability.card(answer).getString(0),
                    // A driver can have several nodes, one for each of its abilities.
                    (all & V4l2.V4L2_CAP_DEVICE_CAPS()) != 0 ? v4l2_capability.device_caps(answer) : all);
        }
    }

    boolean captures() {
        int needed = V4l2.V4L2_CAP_VIDEO_CAPTURE() | V4l2.V4L2_CAP_STREAMING();
        return (flags & needed) == needed;
    }

    /** Whether it gives no picture before somebody has set up the chain of devices that it is the end of. */
    boolean needsPipeline() {
        return (flags & V4l2.V4L2_CAP_IO_MC()) != 0;
    }
}
