// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.support.GeneratedBindings.Claim;
import io.github.dmabuf4j.support.HeaderProbe;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the structures and constants that are written by hand with the headers of FFmpeg and Vulkan, where they are installed. */
class HeadersOfOthersTest {
    @TempDir
    private Path directory;

    private void check(String header, String debian, List<Claim> claims) throws Exception {
        Path umbrella =
                Files.writeString(directory.resolve("umbrella.h"), "#include <stddef.h>\n#include <" + header + ">\n");
        HeaderProbe probe = new HeaderProbe("cc", umbrella, directory);
        assumeThat(probe.missingHeader().orElse(""))
                .as("no <%s> (%s)", header, debian)
                .isNotEqualTo(header);

        assertThat(claims).hasSizeGreaterThan(10);
        assertThat(HeaderProbe.mismatches(claims, probe.values(claims))).isEmpty();
    }

    private static void claim(List<Claim> claims, String expression, long value) {
        claims.add(new Claim(expression, expression, value));
    }

    private static void claim(List<Claim> claims, StructLayout struct) {
        String type = struct.name().orElseThrow();
        claim(claims, "sizeof(" + type + ")", struct.byteSize());
        for (MemoryLayout member : struct.memberLayouts()) {
            if (!(member instanceof PaddingLayout)) {
                String field = member.name().orElseThrow();
                claim(claims, "offsetof(" + type + ", " + field + ")", struct.byteOffset(groupElement(field)));
                claim(claims, "sizeof(((" + type + " *) 0)->" + field + ")", member.byteSize());
            }
        }
    }

    @Test
    void ffmpeg() throws Exception {
        List<Claim> claims = new ArrayList<>();
        claim(claims, AvDrmLayouts.OBJECT);
        claim(claims, AvDrmLayouts.PLANE);
        claim(claims, AvDrmLayouts.LAYER);
        claim(claims, AvDrmLayouts.FRAME);
        claim(claims, "AV_DRM_MAX_PLANES", AvDrmLayouts.MAX_PLANES);

        check("libavutil/hwcontext_drm.h", "libavutil-dev", claims);
    }

    @Test
    void ffmpegsRanges() throws Exception {
        List<Claim> claims = new ArrayList<>();
        claim(claims, "AVCOL_RANGE_UNSPECIFIED", rangeOf(ColorRange.UNSPECIFIED));
        claim(claims, "AVCOL_RANGE_MPEG", rangeOf(ColorRange.LIMITED));
        claim(claims, "AVCOL_RANGE_JPEG", rangeOf(ColorRange.FULL));
        claim(claims, "AVCOL_PRI_BT709", 1);
        claim(claims, "AVCOL_PRI_BT2020", 9);
        claim(claims, "AVCOL_TRC_IEC61966_2_1", 13);
        claim(claims, "AVCOL_TRC_SMPTE2084", 16);
        claim(claims, "AVCOL_TRC_ARIB_STD_B67", 18);
        claim(claims, "AVCOL_SPC_RGB", 0);
        claim(claims, "AVCOL_SPC_SMPTE170M", 6);
        claim(claims, "AVCOL_SPC_BT2020_NCL", 9);

        check("libavutil/pixfmt.h", "libavutil-dev", claims);
    }

    /** The number of FFmpeg that means a range. */
    private static int rangeOf(ColorRange range) {
        return IntStream.rangeClosed(0, 2)
                .filter(number -> AvDrmFrame.color(1, 1, 1, number).range() == range)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void vulkan() throws Exception {
        List<Claim> claims = new ArrayList<>();
        claim(claims, VulkanImage.PLANE);
        claim(claims, VulkanImage.EXPLICIT);
        claim(claims, "VK_STRUCTURE_TYPE_IMAGE_DRM_FORMAT_MODIFIER_EXPLICIT_CREATE_INFO_EXT", VulkanImage.TYPE);
        claim(claims, "VK_EXTERNAL_MEMORY_HANDLE_TYPE_DMA_BUF_BIT_EXT", VulkanImage.HANDLE_TYPE);
        claim(claims, "VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT", VulkanImage.TILING);
        vulkanFormats()
                .forEach((format, name) -> claims.add(
                        new Claim(format + " as VK_FORMAT_" + name, "VK_FORMAT_" + name, VulkanFormat.of(format))));

        check("vulkan/vulkan_core.h", "libvulkan-dev", claims);
    }

    @Test
    void everyFormatOfVulkanIsCompared() {
        List<DrmFormat> formats = List.of(DrmFormat.values());
        assertThat(formats.stream().filter(format -> VulkanFormat.find(format).isPresent()))
                .containsExactlyElementsOf(vulkanFormats().keySet());
    }

    /** By the letters: Vulkan names packed numbers from the highest bit as DRM does, and others in the order of memory. */
    private static Map<DrmFormat, String> vulkanFormats() {
        Map<DrmFormat, String> names = new EnumMap<>(DrmFormat.class);
        names.put(DrmFormat.R8, "R8_UNORM");
        names.put(DrmFormat.GR88, "R8G8_UNORM");
        names.put(DrmFormat.R16, "R16_UNORM");
        names.put(DrmFormat.GR1616, "R16G16_UNORM");
        for (String order : List.of("RGBA", "BGRA", "ARGB", "ABGR")) {
            String bits = order.replaceAll("(.)", "$14") + "_UNORM_PACK16";
            names.put(DrmFormat.valueOf(order + "4444"), bits);
            names.put(DrmFormat.valueOf(order.replace('A', 'X') + "4444"), bits);
        }
        for (String order : List.of("RGBA5551", "BGRA5551", "ARGB1555")) {
            String bits = order.substring(0, 4).replaceAll("([RGB])", "$15").replace("A", "A1") + "_UNORM_PACK16";
            names.put(DrmFormat.valueOf(order), bits);
            names.put(DrmFormat.valueOf(order.replace('A', 'X')), bits);
        }
        names.put(DrmFormat.RGB565, "R5G6B5_UNORM_PACK16");
        names.put(DrmFormat.BGR565, "B5G6R5_UNORM_PACK16");
        names.put(DrmFormat.RGB888, "B8G8R8_UNORM");
        names.put(DrmFormat.BGR888, "R8G8B8_UNORM");
        for (String alpha : List.of("A", "X")) {
            names.put(DrmFormat.valueOf(alpha + "RGB8888"), "B8G8R8A8_UNORM");
            names.put(DrmFormat.valueOf(alpha + "BGR8888"), "R8G8B8A8_UNORM");
            names.put(DrmFormat.valueOf(alpha + "RGB2101010"), "A2R10G10B10_UNORM_PACK32");
            names.put(DrmFormat.valueOf(alpha + "BGR2101010"), "A2B10G10R10_UNORM_PACK32");
            names.put(DrmFormat.valueOf(alpha + "BGR16161616"), "R16G16B16A16_UNORM");
            names.put(DrmFormat.valueOf(alpha + "BGR16161616F"), "R16G16B16A16_SFLOAT");
        }
        names.put(DrmFormat.YUYV, "G8B8G8R8_422_UNORM");
        names.put(DrmFormat.UYVY, "B8G8R8G8_422_UNORM");
        names.put(DrmFormat.Y210, "G10X6B10X6G10X6R10X6_422_UNORM_4PACK16");
        names.put(DrmFormat.Y212, "G12X4B12X4G12X4R12X4_422_UNORM_4PACK16");
        names.put(DrmFormat.Y216, "G16B16G16R16_422_UNORM");
        names.put(DrmFormat.NV12, "G8_B8R8_2PLANE_420_UNORM");
        names.put(DrmFormat.NV16, "G8_B8R8_2PLANE_422_UNORM");
        names.put(DrmFormat.NV24, "G8_B8R8_2PLANE_444_UNORM");
        names.put(DrmFormat.P010, "G10X6_B10X6R10X6_2PLANE_420_UNORM_3PACK16");
        names.put(DrmFormat.P012, "G12X4_B12X4R12X4_2PLANE_420_UNORM_3PACK16");
        names.put(DrmFormat.P016, "G16_B16R16_2PLANE_420_UNORM");
        names.put(DrmFormat.P210, "G10X6_B10X6R10X6_2PLANE_422_UNORM_3PACK16");
        names.put(DrmFormat.Q410, "G10X6_B10X6_R10X6_3PLANE_444_UNORM_3PACK16");
        names.put(DrmFormat.YUV420, "G8_B8_R8_3PLANE_420_UNORM");
        names.put(DrmFormat.YUV422, "G8_B8_R8_3PLANE_422_UNORM");
        names.put(DrmFormat.YUV444, "G8_B8_R8_3PLANE_444_UNORM");
        return names;
    }
}
