// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.consumers;

import static io.github.dmabuf4j.consumers.VulkanDevice.check;

import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.interop.VulkanFormat;
import io.github.dmabuf4j.frame.interop.VulkanImage;
import java.lang.foreign.Arena;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.EXTQueueFamilyForeign;
import org.lwjgl.vulkan.KHRExternalMemoryFd;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkBufferImageCopy;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkExternalMemoryImageCreateInfo;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkImageDrmFormatModifierExplicitCreateInfoEXT;
import org.lwjgl.vulkan.VkImageMemoryBarrier;
import org.lwjgl.vulkan.VkMemoryGetFdInfoKHR;
import org.lwjgl.vulkan.VkMemoryRequirements;

/** An image of Vulkan with the layout of a frame, and its memory. */
final class VulkanPicture implements AutoCloseable {
    private final VulkanDevice owner;
    private final VkDevice device;
    private final FrameLayout layout;
    private final long image;
    private long memory;

    private VulkanPicture(VulkanDevice owner, FrameLayout layout, long image) {
        this.owner = owner;
        this.device = owner.handle();
        this.layout = layout;
        this.image = image;
    }

    /** One without memory. */
    static VulkanPicture of(VulkanDevice owner, FrameLayout layout) {
        try (MemoryStack stack = MemoryStack.stackPush();
                Arena arena = Arena.ofConfined()) {
            long planes = VulkanImage.explicitLayout(layout, arena).address();
            VkExternalMemoryImageCreateInfo external = VkExternalMemoryImageCreateInfo.calloc(stack)
                    .sType$Default()
                    .pNext(VkImageDrmFormatModifierExplicitCreateInfoEXT.create(planes)
                            .address())
                    .handleTypes(VulkanImage.HANDLE_TYPE);
            VkImageCreateInfo info = VkImageCreateInfo.calloc(stack)
                    .sType$Default()
                    .pNext(external.address())
                    .imageType(VK11.VK_IMAGE_TYPE_2D)
                    .format(VulkanFormat.of(layout.format()))
                    .mipLevels(1)
                    .arrayLayers(1)
                    .samples(VK11.VK_SAMPLE_COUNT_1_BIT)
                    .tiling(VulkanImage.TILING)
                    .usage(VK11.VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK11.VK_IMAGE_USAGE_TRANSFER_DST_BIT);
            info.extent().set(layout.width(), layout.height(), 1);
            LongBuffer image = stack.mallocLong(1);
            check(VK11.vkCreateImage(owner.handle(), info, null, image));
            return new VulkanPicture(owner, layout, image.get(0));
        }
    }

    /** Gives it memory, which is freed with it. */
    void bind(long given) {
        memory = given;
        check(VK11.vkBindImageMemory(device, image, given, 0));
    }

    /** Gives it memory of Vulkan's own. */
    void allocate() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VkMemoryRequirements needs = VkMemoryRequirements.calloc(stack);
            VK11.vkGetImageMemoryRequirements(device, image, needs);
            VkExportMemoryAllocateInfo export =
                    VkExportMemoryAllocateInfo.calloc(stack).sType$Default().handleTypes(VulkanImage.HANDLE_TYPE);
            int type = Integer.numberOfTrailingZeros(needs.memoryTypeBits());
            bind(owner.allocate(needs.size(), type, export.address()));
        }
    }

    /** Exports the memory. Returns a descriptor that belongs to the caller. */
    int export() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VkMemoryGetFdInfoKHR info = VkMemoryGetFdInfoKHR.calloc(stack)
                    .sType$Default()
                    .memory(memory)
                    .handleType(VulkanImage.HANDLE_TYPE);
            IntBuffer fd = stack.mallocInt(1);
            check(KHRExternalMemoryFd.vkGetMemoryFdKHR(device, info, fd));
            return fd.get(0);
        }
    }

    /** What Vulkan reads: the device that has written it is another one. */
    byte[] download(int size) {
        byte[] bytes = new byte[size];
        try (Staging staging = new Staging(size)) {
            owner.run(commands -> {
                move(commands, EXTQueueFamilyForeign.VK_QUEUE_FAMILY_FOREIGN_EXT, 0, VK11.VK_IMAGE_LAYOUT_GENERAL);
                try (MemoryStack stack = MemoryStack.stackPush()) {
                    VK11.vkCmdCopyImageToBuffer(
                            commands, image, VK11.VK_IMAGE_LAYOUT_GENERAL, staging.buffer, whole(stack));
                }
            });
            MemoryUtil.memByteBuffer(staging.address, size).get(bytes);
        }
        return bytes;
    }

    /** Has Vulkan write all of it, for another device. */
    void upload(byte... bytes) {
        try (Staging staging = new Staging(bytes.length)) {
            MemoryUtil.memByteBuffer(staging.address, bytes.length).put(bytes);
            owner.run(commands -> {
                int same = VK11.VK_QUEUE_FAMILY_IGNORED;
                move(commands, same, same, VK11.VK_IMAGE_LAYOUT_UNDEFINED);
                try (MemoryStack stack = MemoryStack.stackPush()) {
                    VK11.vkCmdCopyBufferToImage(
                            commands, staging.buffer, image, VK11.VK_IMAGE_LAYOUT_GENERAL, whole(stack));
                }
                move(commands, 0, EXTQueueFamilyForeign.VK_QUEUE_FAMILY_FOREIGN_EXT, VK11.VK_IMAGE_LAYOUT_GENERAL);
            });
        }
    }

    private VkBufferImageCopy.Buffer whole(MemoryStack stack) {
        VkBufferImageCopy.Buffer region = VkBufferImageCopy.calloc(1, stack);
        region.imageSubresource().aspectMask(VK11.VK_IMAGE_ASPECT_COLOR_BIT).layerCount(1);
        region.imageExtent().set(layout.width(), layout.height(), 1);
        return region;
    }

    /** Takes the image from a family of queues, and gives it to another. */
    private void move(VkCommandBuffer commands, int from, int to, int oldLayout) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VkImageMemoryBarrier.Buffer barrier = VkImageMemoryBarrier.calloc(1, stack)
                    .sType$Default()
                    .srcAccessMask(VK11.VK_ACCESS_MEMORY_WRITE_BIT)
                    .dstAccessMask(VK11.VK_ACCESS_MEMORY_READ_BIT | VK11.VK_ACCESS_MEMORY_WRITE_BIT)
                    .oldLayout(oldLayout)
                    .newLayout(VK11.VK_IMAGE_LAYOUT_GENERAL)
                    .srcQueueFamilyIndex(from)
                    .dstQueueFamilyIndex(to)
                    .image(image);
            barrier.subresourceRange()
                    .aspectMask(VK11.VK_IMAGE_ASPECT_COLOR_BIT)
                    .levelCount(1)
                    .layerCount(1);
            int all = VK11.VK_PIPELINE_STAGE_ALL_COMMANDS_BIT;
            VK11.vkCmdPipelineBarrier(commands, all, all, 0, null, null, barrier);
        }
    }

    @Override
    public void close() {
        VK11.vkDestroyImage(device, image, null);
        VK11.vkFreeMemory(device, memory, null);
    }

    /** A buffer of Vulkan that the CPU sees. */
    private final class Staging implements AutoCloseable {
        private final long buffer;
        private final long staging;
        private final long address;

        Staging(int size) {
            try (MemoryStack stack = MemoryStack.stackPush()) {
                VkBufferCreateInfo info = VkBufferCreateInfo.calloc(stack)
                        .sType$Default()
                        .size(size)
                        .usage(VK11.VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK11.VK_BUFFER_USAGE_TRANSFER_DST_BIT);
                LongBuffer created = stack.mallocLong(1);
                check(VK11.vkCreateBuffer(device, info, null, created));
                buffer = created.get(0);
                VkMemoryRequirements needs = VkMemoryRequirements.calloc(stack);
                VK11.vkGetBufferMemoryRequirements(device, buffer, needs);
                // The only type of Mesa's software renderer, and the first one that the CPU sees of many other drivers.
                staging = owner.allocate(needs.size(), Integer.numberOfTrailingZeros(needs.memoryTypeBits()), 0);
                check(VK11.vkBindBufferMemory(device, buffer, staging, 0));
                PointerBuffer mapped = stack.mallocPointer(1);
                check(VK11.vkMapMemory(device, staging, 0, VK11.VK_WHOLE_SIZE, 0, mapped));
                address = mapped.get(0);
            }
        }

        @Override
        public void close() {
            VK11.vkDestroyBuffer(device, buffer, null);
            VK11.vkFreeMemory(device, staging, null);
        }
    }
}
