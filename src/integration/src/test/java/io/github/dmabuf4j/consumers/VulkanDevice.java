// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.consumers;

import static org.lwjgl.vulkan.EXTExternalMemoryDmaBuf.VK_EXT_EXTERNAL_MEMORY_DMA_BUF_EXTENSION_NAME;
import static org.lwjgl.vulkan.EXTImageDrmFormatModifier.VK_EXT_IMAGE_DRM_FORMAT_MODIFIER_EXTENSION_NAME;
import static org.lwjgl.vulkan.EXTQueueFamilyForeign.VK_EXT_QUEUE_FAMILY_FOREIGN_EXTENSION_NAME;
import static org.lwjgl.vulkan.KHRExternalMemoryFd.VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.HeldFd;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.interop.VulkanImage;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRExternalMemoryFd;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK12;
import org.lwjgl.vulkan.VkApplicationInfo;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkCommandBufferAllocateInfo;
import org.lwjgl.vulkan.VkCommandBufferBeginInfo;
import org.lwjgl.vulkan.VkCommandPoolCreateInfo;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkDeviceCreateInfo;
import org.lwjgl.vulkan.VkDeviceQueueCreateInfo;
import org.lwjgl.vulkan.VkImportMemoryFdInfoKHR;
import org.lwjgl.vulkan.VkInstance;
import org.lwjgl.vulkan.VkInstanceCreateInfo;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryFdPropertiesKHR;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceDriverProperties;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties2;
import org.lwjgl.vulkan.VkQueue;
import org.lwjgl.vulkan.VkSubmitInfo;

/** The first device of Vulkan, which must take and give DMA-BUFs, with one queue. Used by one thread. */
final class VulkanDevice implements AutoCloseable {
    private static final int JDK_WITH_FFM = 25;

    private final VkInstance instance;
    private final String driver;
    private final VkDevice device;
    private final VkQueue queue;
    private final long commands;

    private VulkanDevice() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            instance = instance(stack);
            VkPhysicalDevice physical = physical(stack);
            driver = driver(stack, physical);
            device = device(stack, physical);
            PointerBuffer found = stack.mallocPointer(1);
            VK11.vkGetDeviceQueue(device, 0, 0, found);
            queue = new VkQueue(found.get(0), device);
            LongBuffer pool = stack.mallocLong(1);
            check(VK11.vkCreateCommandPool(
                    device, VkCommandPoolCreateInfo.calloc(stack).sType$Default(), null, pool));
            commands = pool.get(0);
        }
    }

    static VulkanDevice open() {
        // On this JDK and later ones LWJGL's other way makes the JDK print warnings.
        if (Runtime.version().feature() >= JDK_WITH_FFM) {
            Configuration.MEMORY_BACKEND.set("ffm");
        }
        return new VulkanDevice();
    }

    static void check(int result) {
        if (result != VK11.VK_SUCCESS) {
            throw new VulkanError(result);
        }
    }

    /** Calls a function that writes one pointer. */
    private static long pointer(MemoryStack stack, ToIntFunction<PointerBuffer> function) {
        PointerBuffer pointer = stack.mallocPointer(1);
        check(function.applyAsInt(pointer));
        return pointer.get(0);
    }

    private static VkInstance instance(MemoryStack stack) {
        VkApplicationInfo application =
                VkApplicationInfo.calloc(stack).sType$Default().apiVersion(VK12.VK_API_VERSION_1_2);
        VkInstanceCreateInfo info =
                VkInstanceCreateInfo.calloc(stack).sType$Default().pApplicationInfo(application);
        return new VkInstance(pointer(stack, created -> VK11.vkCreateInstance(info, null, created)), info);
    }

    private VkPhysicalDevice physical(MemoryStack stack) {
        IntBuffer one = stack.ints(1);
        PointerBuffer first = stack.mallocPointer(1);
        int result = VK11.vkEnumeratePhysicalDevices(instance, one, first);
        if (result != VK11.VK_INCOMPLETE) {
            check(result);
        }
        return new VkPhysicalDevice(first.get(0), instance);
    }

    private static String driver(MemoryStack stack, VkPhysicalDevice physical) {
        VkPhysicalDeviceDriverProperties driver =
                VkPhysicalDeviceDriverProperties.calloc(stack).sType$Default();
        VkPhysicalDeviceProperties2 properties =
                VkPhysicalDeviceProperties2.calloc(stack).sType$Default().pNext(driver.address());
        VK11.vkGetPhysicalDeviceProperties2(physical, properties);
        return driver.driverNameString() + ", " + driver.driverInfoString();
    }

    private static VkDevice device(MemoryStack stack, VkPhysicalDevice physical) {
        VkDeviceQueueCreateInfo.Buffer queues =
                VkDeviceQueueCreateInfo.calloc(1, stack).sType$Default().pQueuePriorities(stack.floats(1));
        PointerBuffer extensions = stack.pointers(
                stack.UTF8(VK_EXT_EXTERNAL_MEMORY_DMA_BUF_EXTENSION_NAME),
                stack.UTF8(VK_EXT_IMAGE_DRM_FORMAT_MODIFIER_EXTENSION_NAME),
                stack.UTF8(VK_EXT_QUEUE_FAMILY_FOREIGN_EXTENSION_NAME),
                stack.UTF8(VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME));
        VkDeviceCreateInfo info = VkDeviceCreateInfo.calloc(stack)
                .sType$Default()
                .pQueueCreateInfos(queues)
                .ppEnabledExtensionNames(extensions);
        long created = pointer(stack, device -> VK11.vkCreateDevice(physical, info, null, device));
        return new VkDevice(created, physical, info);
    }

    VkDevice handle() {
        return device;
    }

    /** Runs commands, and waits for their end. */
    void run(Consumer<VkCommandBuffer> recorder) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VkCommandBufferAllocateInfo info = VkCommandBufferAllocateInfo.calloc(stack)
                    .sType$Default()
                    .commandPool(commands)
                    .commandBufferCount(1);
            long allocated = pointer(stack, created -> VK11.vkAllocateCommandBuffers(device, info, created));
            VkCommandBuffer buffer = new VkCommandBuffer(allocated, device);
            check(VK11.vkBeginCommandBuffer(
                    buffer, VkCommandBufferBeginInfo.calloc(stack).sType$Default()));
            recorder.accept(buffer);
            check(VK11.vkEndCommandBuffer(buffer));
            VkSubmitInfo submission =
                    VkSubmitInfo.calloc(stack).sType$Default().pCommandBuffers(stack.pointers(allocated));
            check(VK11.vkQueueSubmit(queue, submission, VK11.VK_NULL_HANDLE));
            check(VK11.vkQueueWaitIdle(queue));
            VK11.vkFreeCommandBuffers(device, commands, buffer);
        }
    }

    /** An image of a frame's memory. */
    VulkanPicture importFrame(Frame frame) throws IOException {
        VulkanPicture picture = VulkanPicture.of(this, frame.layout());
        DmaBuf copy = frame.buffer(0).duplicate();
        try (HeldFd fd = copy.holdFd()) {
            picture.bind(importMemory(fd.fd(), copy.size()));
        }
        copy.detachFd();
        return picture;
    }

    /** Imports a descriptor as memory of a size. It is Vulkan's then. */
    long importMemory(int fd, long size) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VkMemoryFdPropertiesKHR properties =
                    VkMemoryFdPropertiesKHR.calloc(stack).sType$Default();
            check(KHRExternalMemoryFd.vkGetMemoryFdPropertiesKHR(device, VulkanImage.HANDLE_TYPE, fd, properties));
            VkImportMemoryFdInfoKHR source = VkImportMemoryFdInfoKHR.calloc(stack)
                    .sType$Default()
                    .handleType(VulkanImage.HANDLE_TYPE)
                    .fd(fd);
            return allocate(size, Integer.numberOfTrailingZeros(properties.memoryTypeBits()), source.address());
        }
    }

    long allocate(long size, int type, long next) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VkMemoryAllocateInfo info = VkMemoryAllocateInfo.calloc(stack)
                    .sType$Default()
                    .pNext(next)
                    .allocationSize(size)
                    .memoryTypeIndex(type);
            LongBuffer memory = stack.mallocLong(1);
            check(VK11.vkAllocateMemory(device, info, null, memory));
            return memory.get(0);
        }
    }

    /** An image in memory of Vulkan's own that can be exported. */
    VulkanPicture allocate(FrameLayout layout) {
        VulkanPicture picture = VulkanPicture.of(this, layout);
        picture.allocate();
        return picture;
    }

    @Override
    public String toString() {
        return driver;
    }

    @Override
    public void close() {
        VK11.vkDestroyCommandPool(device, commands, null);
        VK11.vkDestroyDevice(device, null);
        VK11.vkDestroyInstance(instance, null);
    }

    /** What Vulkan has refused. */
    static final class VulkanError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        VulkanError(int result) {
            super("VkResult " + result);
        }
    }
}
