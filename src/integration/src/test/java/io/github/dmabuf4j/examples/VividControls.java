// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.examples.camera.gen.V4l2;
import io.github.dmabuf4j.examples.camera.gen.v4l2_control;
import io.github.dmabuf4j.examples.camera.gen.v4l2_queryctrl;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The kernel's test camera and its controls. Controls are found by name, because their numbers are not stable. */
final class VividControls {
    private static final Ioctl QUERYCTRL =
            new Ioctl("VIDIOC_QUERYCTRL", V4l2.VIDIOC_QUERYCTRL(), v4l2_queryctrl.layout());
    private static final Ioctl S_CTRL = new Ioctl("VIDIOC_S_CTRL", V4l2.VIDIOC_S_CTRL(), v4l2_control.layout());

    private VividControls() {}

    /** Shows or hides the text in the picture. */
    static void showText(boolean shown) throws IOException {
        set("OSD Text Mode", shown ? 0 : 2);
    }

    /** Chooses the colour bars: 0 those of 75 percent, which are the default, 1 those of 100 percent. */
    static void testPattern(int number) throws IOException {
        set("Test Pattern", number);
    }

    /** Makes the driver report the next frame as damaged. */
    static void damageAFrame() throws IOException {
        set("Inject V4L2_BUF_FLAG_ERROR", 1);
    }

    static Path camera() throws IOException {
        return node("vivid-000-vid-cap");
    }

    /** Returns a video device that outputs frames and does not capture. */
    static Path screen() throws IOException {
        return node("vivid-000-vid-out");
    }

    private static Path node(String name) throws IOException {
        try (Stream<Path> nodes = Files.list(Path.of("/sys/class/video4linux"))) {
            for (Path node : (Iterable<Path>) nodes::iterator) {
                if (Files.readAllLines(node.resolve("name")).equals(List.of(name))) {
                    return Path.of("/dev").resolve(node.getFileName());
                }
            }
        }
        throw new IllegalStateException("this kernel has no " + name);
    }

    private static void set(String name, int value) throws IOException {
        try (Device camera = Device.open(camera());
                Arena arena = Arena.ofConfined()) {
            MemorySegment control = v4l2_control.allocate(arena);
            v4l2_control.id(control, number(camera, name));
            v4l2_control.value(control, value);
            camera.ioctl(S_CTRL, control);
        }
    }

    /** Returns the next control. Fails with EINVAL after the last one. */
    private static int number(Device camera, String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment query = v4l2_queryctrl.allocate(arena);
            do {
                v4l2_queryctrl.id(query, v4l2_queryctrl.id(query) | V4l2.V4L2_CTRL_FLAG_NEXT_CTRL());
                camera.ioctl(QUERYCTRL, query);
            } while (!v4l2_queryctrl.name(query).getString(0).equals(name));
            return v4l2_queryctrl.id(query);
        }
    }
}
