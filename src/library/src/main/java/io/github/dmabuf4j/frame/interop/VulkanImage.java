// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.util.List;

/**
 * A frame as the structures with which Vulkan makes an image of its memory ({@code VK_EXT_image_drm_format_modifier} and
 * {@code VK_EXT_external_memory_dma_buf}). With LWJGL:
 *
 * <pre>{@code
 * MemorySegment layout = VulkanImage.explicitLayout(frame.layout(), arena);
 * VkImageDrmFormatModifierExplicitCreateInfoEXT.create(layout.address());   // for pNext of VkImageCreateInfo
 * int format = VulkanFormat.of(frame.layout().format());
 *
 * DmaBuf copy = frame.buffer(0).duplicate();
 * int result;
 * try (HeldFd fd = copy.holdFd()) {
 *     result = vkAllocateMemory(device, allocateInfo(importInfo.handleType(VulkanImage.HANDLE_TYPE).fd(fd.fd())), null, memory);
 * }
 * if (result == VK_SUCCESS) {
 *     copy.detachFd();   // Vulkan closes it with the memory
 * } else {
 *     copy.close();
 * }
 * }</pre>
 *
 * <p>Who owns the descriptors: {@code vkAllocateMemory} with {@code VkImportMemoryFdInfoKHR} takes ownership of the descriptor, but
 * only if it succeeds. Otherwise it stays the program's. So give it a duplicate, and give that up
 * ({@link io.github.dmabuf4j.DmaBuf#detachFd}) after the success. {@code vkGetMemoryFdPropertiesKHR} does not take ownership. What
 * {@code vkGetMemoryFdKHR} returns is the program's: {@link io.github.dmabuf4j.DmaBuf#adopt}.
 *
 * <p>Mesa's software renderer lavapipe, as of 25.0.7, closes the descriptor also when it refuses the import. The close above then logs an
 * error, or closes another file of the same number. lavapipe refuses a size that is greater than {@link io.github.dmabuf4j.DmaBuf#size},
 * and a buffer that it cannot map for reading and writing.
 *
 * <p>A frame with several buffers needs an image with {@code VK_IMAGE_CREATE_DISJOINT_BIT}, and memory for each of its planes. A driver
 * that takes no image of several planes, such as lavapipe, may take an image of each: {@link
 * io.github.dmabuf4j.frame.DrmFormat#R8} and {@link io.github.dmabuf4j.frame.DrmFormat#GR88} for those of {@link
 * io.github.dmabuf4j.frame.DrmFormat#NV12}.
 *
 * <p>Any thread may call any method.
 */
public final class VulkanImage {
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_DMA_BUF_BIT_EXT}: the type of the descriptor in {@code VkImportMemoryFdInfoKHR}. */
    public static final int HANDLE_TYPE = 0x200;

    /** {@code VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT}: the tiling in {@code VkImageCreateInfo}. */
    public static final int TILING = 1000158000;

    /** {@code VK_STRUCTURE_TYPE_IMAGE_DRM_FORMAT_MODIFIER_EXPLICIT_CREATE_INFO_EXT}. */
    static final int TYPE = 1000158004;

    /** {@code VkSubresourceLayout}. */
    static final StructLayout PLANE = MemoryLayout.structLayout(
                    JAVA_LONG.withName("offset"),
                    JAVA_LONG.withName("size"),
                    JAVA_LONG.withName("rowPitch"),
                    JAVA_LONG.withName("arrayPitch"),
                    JAVA_LONG.withName("depthPitch"))
            .withName("VkSubresourceLayout");

    /** {@code VkImageDrmFormatModifierExplicitCreateInfoEXT}. */
    static final StructLayout EXPLICIT = MemoryLayout.structLayout(
                    JAVA_INT.withName("sType"),
                    MemoryLayout.paddingLayout(Integer.BYTES),
                    ADDRESS.withName("pNext"),
                    JAVA_LONG.withName("drmFormatModifier"),
                    JAVA_INT.withName("drmFormatModifierPlaneCount"),
                    MemoryLayout.paddingLayout(Integer.BYTES),
                    ADDRESS.withName("pPlaneLayouts"))
            .withName("VkImageDrmFormatModifierExplicitCreateInfoEXT");

    private VulkanImage() {}

    /**
     * Describes where the planes lie: {@code VkSubresourceLayout} of each. What Vulkan wants to be 0 is 0, such as the size.
     *
     * @param layout the layout of the frame
     * @param allocator from which the structures come
     * @return an array of {@code VkSubresourceLayout}, as many as the layout has planes
     */
    public static MemorySegment planeLayouts(FrameLayout layout, SegmentAllocator allocator) {
        List<FramePlane> planes = layout.planes();
        MemorySegment array = allocator.allocate(PLANE, planes.size()).fill((byte) 0);
        for (int i = 0; i < planes.size(); i++) {
            MemorySegment plane = array.asSlice(i * PLANE.byteSize(), PLANE);
            plane.set(
                    JAVA_LONG,
                    PLANE.byteOffset(groupElement("offset")),
                    planes.get(i).offset());
            plane.set(
                    JAVA_LONG,
                    PLANE.byteOffset(groupElement("rowPitch")),
                    planes.get(i).pitch());
        }
        return array;
    }

    /**
     * Describes the modifier and the planes: {@code VkImageDrmFormatModifierExplicitCreateInfoEXT}, which refers to
     * {@link #planeLayouts}. {@code pNext} is null.
     *
     * @param layout the layout of the frame
     * @param allocator from which both structures come; they must live until {@code vkCreateImage} has returned
     * @return the structure
     * @throws IllegalArgumentException when the layout does not state its modifier
     */
    public static MemorySegment explicitLayout(FrameLayout layout, SegmentAllocator allocator) {
        if (!layout.modifier().isStated()) {
            throw new IllegalArgumentException("Vulkan needs the modifier of a picture, and that of " + layout
                    + " is not stated: ask who allocated the buffer, and state Modifier.LINEAR if its rows"
                    + " follow each other");
        }
        MemorySegment planes = planeLayouts(layout, allocator);
        MemorySegment info = allocator.allocate(EXPLICIT).fill((byte) 0);
        info.set(JAVA_INT, EXPLICIT.byteOffset(groupElement("sType")), TYPE);
        info.set(
                JAVA_LONG,
                EXPLICIT.byteOffset(groupElement("drmFormatModifier")),
                layout.modifier().value());
        info.set(
                JAVA_INT,
                EXPLICIT.byteOffset(groupElement("drmFormatModifierPlaneCount")),
                layout.planes().size());
        info.set(ADDRESS, EXPLICIT.byteOffset(groupElement("pPlaneLayouts")), planes);
        return info;
    }
}
