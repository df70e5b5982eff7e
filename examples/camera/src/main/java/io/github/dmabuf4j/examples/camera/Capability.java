// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.examples.camera.gen.V4l2;
import io.github.dmabuf4j.examples.camera.gen.v4l2_capability;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A driver's description of its device.
 *
 * @param driver the name of the driver, such as {@code uvcvideo}
 * @param card the name of the device
 * @param flags the V4L2_CAP_ flags of this device node
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
                    // A driver can have several nodes with different capabilities.
                    (all & V4l2.V4L2_CAP_DEVICE_CAPS()) != 0 ? v4l2_capability.device_caps(answer) : all);
        }
    }

    boolean captures() {
        int needed = V4l2.V4L2_CAP_VIDEO_CAPTURE() | V4l2.V4L2_CAP_STREAMING();
        return (flags & needed) == needed;
    }

    /** Whether the device is the end of a media pipeline, which must be configured before it delivers frames. */
    boolean needsPipeline() {
        return (flags & V4l2.V4L2_CAP_IO_MC()) != 0;
    }
}
