// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import io.github.dmabuf4j.examples.common.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.lwjgl.PointerBuffer;
import org.lwjgl.egl.EGL;
import org.lwjgl.egl.EGLCapabilities;
import org.lwjgl.egl.EXTDeviceEnumeration;
import org.lwjgl.system.MemoryStack;

/** The devices with which EGL draws. The last one is usually the processor. */
final class Displays {
    private static final int MOST = 32;

    private Displays() {}

    /** Opens the first one that imports and exports DMA-BUFs. */
    static Display open() throws Failure {
        Libraries.load();
        List<String> refusals = new ArrayList<>();
        for (Long device : devices()) {
            try {
                return Display.open(device);
            } catch (Failure refusal) {
                refusals.add(refusal.getMessage());
            }
        }
        throw Failure.cannot("EGL has no device that imports and exports DMA-BUFs (" + String.join("; ", refusals)
                + "); the processor does so with Mesa 25.0 and /dev/udmabuf");
    }

    private static List<Long> devices() throws Failure {
        EGLCapabilities client = EGL.getCapabilities();
        if (client.eglQueryDevicesEXT == 0 || client.eglGetPlatformDisplayEXT == 0) {
            throw Failure.cannot("this EGL lists no devices (EGL_EXT_device_enumeration and EGL_EXT_platform_device)");
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer devices = stack.mallocPointer(MOST);
            int[] count = new int[1];
            if (!EXTDeviceEnumeration.eglQueryDevicesEXT(devices, count)) {
                throw Failure.cannot("eglQueryDevicesEXT failed: " + EglError.name());
            }
            return IntStream.range(0, count[0]).mapToObj(devices::get).toList();
        }
    }
}
