// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.frame.DrmFormat;
import java.util.OptionalInt;

/**
 * The formats of Vulkan ({@code VkFormat}) that are equal to a {@link DrmFormat}.
 *
 * <p>RGB formats are those whose numbers the shader reads as they are ({@code _UNORM}). Whether they are encoded by sRGB is not a part
 * of a DRM format: a program that knows it ({@link io.github.dmabuf4j.frame.FrameColor#transfer}) can take the format of the same
 * bits with {@code _SRGB}, where Vulkan has one. Of the formats with unused bits (X in the name), the one with alpha in their place is
 * returned; the program must not read it.
 *
 * <p>Y'CbCr formats need a {@code VkSamplerYcbcrConversion}. {@code G} is Y, {@code B} is Cb, and {@code R} is Cr. The DRM formats in
 * which Cr comes before Cb, such as {@link DrmFormat#NV21}, have no equal of their own: use the one in which Cb comes first, and swap
 * red and blue in the components of the conversion.
 *
 * <p>Any thread may call any method.
 */
public final class VulkanFormat {
    private VulkanFormat() {}

    /**
     * Returns the format of Vulkan.
     *
     * @param format a DRM format
     * @return the number of the {@code VkFormat}
     * @throws IllegalArgumentException when Vulkan has no equal format
     */
    public static int of(DrmFormat format) {
        return find(format)
                .orElseThrow(() -> new IllegalArgumentException("Vulkan has no format that is equal to " + format));
    }

    /**
     * Looks the format of Vulkan up. {@code vkGetPhysicalDeviceFormatProperties2} reports whether a device supports it, and with which
     * modifiers.
     *
     * @param format a DRM format
     * @return the number of the {@code VkFormat}; empty where {@link #of} throws
     */
    public static OptionalInt find(DrmFormat format) {
        int number = format.isYuv() ? yuv(format) : rgb(format);
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static int rgb(DrmFormat format) {
        return switch (format) {
            case R8 -> 9; // VK_FORMAT_R8_UNORM
            case GR88 -> 16; // VK_FORMAT_R8G8_UNORM
            case R16 -> 70; // VK_FORMAT_R16_UNORM
            case GR1616 -> 77; // VK_FORMAT_R16G16_UNORM
            case RGBA4444, RGBX4444 -> 2; // VK_FORMAT_R4G4B4A4_UNORM_PACK16
            case BGRA4444, BGRX4444 -> 3; // VK_FORMAT_B4G4R4A4_UNORM_PACK16
            case ARGB4444, XRGB4444 -> 1000340000; // VK_FORMAT_A4R4G4B4_UNORM_PACK16
            case ABGR4444, XBGR4444 -> 1000340001; // VK_FORMAT_A4B4G4R4_UNORM_PACK16
            case RGB565 -> 4; // VK_FORMAT_R5G6B5_UNORM_PACK16
            case BGR565 -> 5; // VK_FORMAT_B5G6R5_UNORM_PACK16
            case RGBA5551, RGBX5551 -> 6; // VK_FORMAT_R5G5B5A1_UNORM_PACK16
            case BGRA5551, BGRX5551 -> 7; // VK_FORMAT_B5G5R5A1_UNORM_PACK16
            case ARGB1555, XRGB1555 -> 8; // VK_FORMAT_A1R5G5B5_UNORM_PACK16
            case BGR888 -> 23; // VK_FORMAT_R8G8B8_UNORM
            case RGB888 -> 30; // VK_FORMAT_B8G8R8_UNORM
            case ABGR8888, XBGR8888 -> 37; // VK_FORMAT_R8G8B8A8_UNORM
            case ARGB8888, XRGB8888 -> 44; // VK_FORMAT_B8G8R8A8_UNORM
            case ARGB2101010, XRGB2101010 -> 58; // VK_FORMAT_A2R10G10B10_UNORM_PACK32
            case ABGR2101010, XBGR2101010 -> 64; // VK_FORMAT_A2B10G10R10_UNORM_PACK32
            case ABGR16161616, XBGR16161616 -> 91; // VK_FORMAT_R16G16B16A16_UNORM
            case ABGR16161616F, XBGR16161616F -> 97; // VK_FORMAT_R16G16B16A16_SFLOAT
            default -> 0; // VK_FORMAT_UNDEFINED
        };
    }

    private static int yuv(DrmFormat format) {
        return switch (format) {
            case YUYV -> 1000156000; // VK_FORMAT_G8B8G8R8_422_UNORM
            case UYVY -> 1000156001; // VK_FORMAT_B8G8R8G8_422_UNORM
            case YUV420 -> 1000156002; // VK_FORMAT_G8_B8_R8_3PLANE_420_UNORM
            case NV12 -> 1000156003; // VK_FORMAT_G8_B8R8_2PLANE_420_UNORM
            case YUV422 -> 1000156004; // VK_FORMAT_G8_B8_R8_3PLANE_422_UNORM
            case NV16 -> 1000156005; // VK_FORMAT_G8_B8R8_2PLANE_422_UNORM
            case YUV444 -> 1000156006; // VK_FORMAT_G8_B8_R8_3PLANE_444_UNORM
            case Y210 -> 1000156010; // VK_FORMAT_G10X6B10X6G10X6R10X6_422_UNORM_4PACK16
            case P010 -> 1000156013; // VK_FORMAT_G10X6_B10X6R10X6_2PLANE_420_UNORM_3PACK16
            case P210 -> 1000156015; // VK_FORMAT_G10X6_B10X6R10X6_2PLANE_422_UNORM_3PACK16
            case Q410 -> 1000156016; // VK_FORMAT_G10X6_B10X6_R10X6_3PLANE_444_UNORM_3PACK16
            case Y212 -> 1000156020; // VK_FORMAT_G12X4B12X4G12X4R12X4_422_UNORM_4PACK16
            case P012 -> 1000156023; // VK_FORMAT_G12X4_B12X4R12X4_2PLANE_420_UNORM_3PACK16
            case Y216 -> 1000156027; // VK_FORMAT_G16B16G16R16_422_UNORM
            case P016 -> 1000156030; // VK_FORMAT_G16_B16R16_2PLANE_420_UNORM
            case NV24 -> 1000330000; // VK_FORMAT_G8_B8R8_2PLANE_444_UNORM
            default -> 0; // VK_FORMAT_UNDEFINED
        };
    }
}
