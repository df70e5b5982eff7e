// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.github.dmabuf4j.frame.DrmFormat;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * GStreamer's names of pixel formats, of {@code gst/video/video-format.h}. They list the components in the order of memory, those of
 * the kernel from the highest bit to the lowest: GStreamer's {@code BGRx} is the kernel's {@code XRGB8888}.
 */
public final class GStreamerFormat {
    private static final Map<DrmFormat, String> NAMES = Map.ofEntries(
            Map.entry(DrmFormat.R8, "GRAY8"),
            Map.entry(DrmFormat.R16, "GRAY16_LE"),
            Map.entry(DrmFormat.XRGB1555, "RGB15"),
            Map.entry(DrmFormat.XBGR1555, "BGR15"),
            Map.entry(DrmFormat.RGB565, "RGB16"),
            Map.entry(DrmFormat.BGR565, "BGR16"),
            Map.entry(DrmFormat.RGB888, "BGR"),
            Map.entry(DrmFormat.BGR888, "RGB"),
            Map.entry(DrmFormat.XRGB8888, "BGRx"),
            Map.entry(DrmFormat.XBGR8888, "RGBx"),
            Map.entry(DrmFormat.RGBX8888, "xBGR"),
            Map.entry(DrmFormat.BGRX8888, "xRGB"),
            Map.entry(DrmFormat.ARGB8888, "BGRA"),
            Map.entry(DrmFormat.ABGR8888, "RGBA"),
            Map.entry(DrmFormat.RGBA8888, "ABGR"),
            Map.entry(DrmFormat.BGRA8888, "ARGB"),
            Map.entry(DrmFormat.ARGB2101010, "BGR10A2_LE"),
            Map.entry(DrmFormat.ABGR2101010, "RGB10A2_LE"),
            Map.entry(DrmFormat.YUYV, "YUY2"),
            Map.entry(DrmFormat.YVYU, "YVYU"),
            Map.entry(DrmFormat.UYVY, "UYVY"),
            Map.entry(DrmFormat.VYUY, "VYUY"),
            Map.entry(DrmFormat.AYUV, "VUYA"),
            Map.entry(DrmFormat.Y210, "Y210"),
            Map.entry(DrmFormat.Y212, "Y212_LE"),
            Map.entry(DrmFormat.Y410, "Y410"),
            Map.entry(DrmFormat.NV12, "NV12"),
            Map.entry(DrmFormat.NV21, "NV21"),
            Map.entry(DrmFormat.NV16, "NV16"),
            Map.entry(DrmFormat.NV61, "NV61"),
            Map.entry(DrmFormat.NV24, "NV24"),
            Map.entry(DrmFormat.P010, "P010_10LE"),
            Map.entry(DrmFormat.P012, "P012_LE"),
            Map.entry(DrmFormat.P016, "P016_LE"),
            Map.entry(DrmFormat.YUV420, "I420"),
            Map.entry(DrmFormat.YVU420, "YV12"),
            Map.entry(DrmFormat.YUV411, "Y41B"),
            Map.entry(DrmFormat.YUV422, "Y42B"),
            Map.entry(DrmFormat.YUV444, "Y444"));

    private static final Map<String, DrmFormat> FORMATS =
            NAMES.entrySet().stream().collect(toUnmodifiableMap(Entry::getValue, Entry::getKey));

    private GStreamerFormat() {}

    /**
     * Returns GStreamer's name of a format. {@code gst_video_format_from_string} turns it into the number that
     * {@code gst_buffer_add_video_meta_full} takes.
     *
     * @param format the kernel's format
     * @return the name, such as {@code BGRx}; empty if GStreamer has none, or this library does not know it
     */
    public static Optional<String> name(DrmFormat format) {
        return Optional.ofNullable(NAMES.get(format));
    }

    /**
     * Returns the format that has a name of GStreamer.
     *
     * @param name the name, such as {@code BGRx}
     * @return the kernel's format; empty if the kernel has none, or this library does not know the name
     */
    public static Optional<DrmFormat> find(String name) {
        return Optional.ofNullable(FORMATS.get(name));
    }
}
