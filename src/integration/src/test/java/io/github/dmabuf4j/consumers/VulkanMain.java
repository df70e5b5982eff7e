// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.consumers;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Gives frames to Vulkan, and takes some from it. A program of its own: the libraries of Mesa are chosen before a JVM starts, and are
 * never unloaded. Prints a line for each thing that it has seen.
 */
final class VulkanMain {
    // Rows of Mesa's software renderer come in fours: it wants memory for whole ones.
    private static final int WIDTH = 30;
    private static final int HEIGHT = 20;

    private final VulkanDevice device;

    private VulkanMain(VulkanDevice device) {
        this.device = device;
    }

    public static void main(String... arguments) throws IOException {
        try (VulkanDevice device = VulkanDevice.open()) {
            System.out.println(device);
            VulkanMain program = new VulkanMain(device);
            for (FrameLayout layout : layouts()) {
                program.read(layout);
                program.write(layout);
            }
            program.readPlanes();
            program.export();
            program.refuse();
        }
        System.out.println(buffers() + " descriptors of buffers are open");
    }

    /** A pitch that is not a multiple of much, and a picture that does not begin where its buffer does. */
    private static List<FrameLayout> layouts() {
        return List.of(
                FrameLayout.linear(DrmFormat.XRGB8888, WIDTH, HEIGHT),
                onePlane(DrmFormat.ABGR8888, WIDTH, HEIGHT, new FramePlane(0, 4096, 4 * WIDTH + 12)));
    }

    private static FrameLayout onePlane(DrmFormat format, int width, int height, FramePlane plane) {
        return new FrameLayout(width, height, format, Modifier.LINEAR, List.of(plane), FrameColor.UNSPECIFIED);
    }

    private static Frame allocate(FrameLayout layout) throws IOException {
        try (DmaHeap heap = DmaHeap.open("system")) {
            return Frame.allocate(heap, layout);
        }
    }

    private static long buffers() throws IOException {
        return OpenFiles.ofThisProcess().values().stream()
                .filter(link -> link.startsWith("/dmabuf:"))
                .count();
    }

    /** The frame is closed before Vulkan reads: the memory keeps the buffer. */
    private void read(FrameLayout layout) throws IOException {
        Frame frame = allocate(layout);
        byte[] written = PixelBytes.write(frame);
        try (VulkanPicture picture = device.importFrame(frame)) {
            frame.close();
            same("Vulkan reads", layout, written, picture.download(written.length));
        }
    }

    private void write(FrameLayout layout) throws IOException {
        try (Frame frame = allocate(layout);
                VulkanPicture picture = device.importFrame(frame)) {
            byte[] noise = PixelBytes.noise(PixelBytes.write(frame).length);
            picture.upload(noise);
            same("Vulkan writes", layout, noise, PixelBytes.read(frame));
        }
    }

    private static void same(String what, FrameLayout layout, byte[] expected, byte[] actual) {
        if (!Arrays.equals(expected, actual)) {
            throw new AssertionError(what + " " + layout + ": byte " + Arrays.mismatch(expected, actual) + " is wrong");
        }
        System.out.println(what + " " + layout);
    }

    /** Each plane of NV12 is an image of its own: lavapipe of Mesa 25.0 takes no image of several planes. */
    private void readPlanes() throws IOException {
        FrameLayout layout = FrameLayout.linear(DrmFormat.NV12, WIDTH, HEIGHT, 64);
        try (Frame frame = allocate(layout)) {
            byte[] written = PixelBytes.write(frame);
            int bytesOfLuma = WIDTH * HEIGHT;
            readPlane(frame, 0, DrmFormat.R8, Arrays.copyOf(written, bytesOfLuma));
            readPlane(frame, 1, DrmFormat.GR88, Arrays.copyOfRange(written, bytesOfLuma, written.length));
        }
    }

    private void readPlane(Frame frame, int plane, DrmFormat format, byte[] expected) throws IOException {
        FramePlane where = frame.layout().planes().get(plane);
        FramePlane only = new FramePlane(0, where.offset(), where.pitch());
        FrameLayout layout = onePlane(format, WIDTH >> plane, HEIGHT >> plane, only);
        try (Frame view = Frame.of(layout, List.of(frame.buffer(plane)));
                VulkanPicture picture = device.importFrame(view)) {
            same("Vulkan reads plane " + plane + " of NV12 as", layout, expected, picture.download(expected.length));
        }
    }

    /** The descriptor that Vulkan gives away is Java's, and keeps the buffer. */
    private void export() throws IOException {
        FrameLayout layout = FrameLayout.linear(DrmFormat.XRGB8888, WIDTH, HEIGHT);
        byte[] noise = PixelBytes.noise(4 * WIDTH * HEIGHT);
        Frame frame;
        try (VulkanPicture picture = device.allocate(layout)) {
            frame = Frame.owning(layout, List.of(DmaBuf.adopt(picture.export())));
            picture.upload(noise);
        }
        try (frame) {
            same("Java reads what Vulkan has allocated:", layout, noise, PixelBytes.read(frame));
        }
    }

    /** Vulkan leaves a descriptor with its owner if it does not import it. */
    private void refuse() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system")) {
            DmaBuf buffer = heap.allocate(4096);
            DmaBuf copy = buffer.duplicate();
            int fd = copy.fd();
            String result = importTooMuch(fd, 2 * buffer.size());
            boolean isOpen = OpenFiles.ofThisProcess().containsKey(fd);
            System.out.println("too small a buffer: " + result + ", its descriptor is " + (isOpen ? "open" : "closed"));
            if (isOpen) {
                copy.close();
            } else {
                // The number may stand for another file by now.
                copy.detachFd();
            }
            buffer.access(Access.READ).close();
            buffer.close();
        }
    }

    private String importTooMuch(int fd, long size) {
        try {
            device.importMemory(fd, size);
            return "imported";
        } catch (VulkanDevice.VulkanError refused) {
            return refused.getMessage();
        }
    }
}
