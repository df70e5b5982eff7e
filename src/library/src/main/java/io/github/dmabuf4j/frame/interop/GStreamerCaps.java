// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The caps of GStreamer, on which its elements agree before they exchange frames, as text for {@code gst_caps_from_string} and a
 * pipeline, and from {@code gst_caps_to_string}. Caps say nothing of strides and offsets: see {@link GStreamerPlanes}.
 *
 * <p>There are three forms, and an element takes those that its pad template has:
 *
 * <ul>
 *   <li>{@link #raw}: {@code video/x-raw, format=NV12}. The CPU can read the frame row by row. Buffers may be DMA-BUFs all the same:
 *       {@code v4l2src}, and {@code kmssink} before 1.24, exchange them under these caps.
 *   <li>{@link #dmaBuf}: {@code video/x-raw(memory:DMABuf), format=NV12}, used before 1.24. They state no modifier.
 *   <li>{@link #dmaDrm}: {@code video/x-raw(memory:DMABuf), format=DMA_DRM, drm-format=NV12:0x0100000000000002}, since 1.24, with the
 *       code of the kernel's format and its modifier. Without the second part the modifier is LINEAR.
 * </ul>
 *
 * <p>The texts have no frame rate, which elements that get frames often insist on: append {@code ", framerate=0/1"} for frames that
 * come at no fixed rate.
 *
 * <p>No descriptor passes through this class. Behaviour as of GStreamer's {@code video-info-dma.c} (1.24).
 *
 * @param width in pixels
 * @param height in pixels
 * @param format the pixel format
 * @param modifier the arrangement of the pixels; {@link Modifier#INVALID} where the caps state none
 * @param color what the numbers mean
 */
public record GStreamerCaps(int width, int height, DrmFormat format, Modifier modifier, FrameColor color) {
    private static final String RAW = "video/x-raw";
    private static final String DMA_BUF = "memory:DMABuf";
    private static final String DMA_DRM = "DMA_DRM";

    /** Characters of a code of {@code drm_fourcc.h}. */
    private static final int CODE_LENGTH = 4;

    /** GStreamer's default strides are multiples of this number of bytes. */
    private static final int STRIDE_UNIT = 4;

    /**
     * Returns caps of frames that the CPU can read row by row.
     *
     * @param layout a linear layout
     * @return the text
     * @throws IllegalArgumentException when the layout is not linear, or GStreamer has no name for its format
     */
    public static String raw(FrameLayout layout) {
        if (!layout.modifier().isLinear()) {
            throw new IllegalArgumentException("the caps " + RAW + " without " + DMA_BUF
                    + " are of linear frames; the modifier of this one is " + layout.modifier());
        }
        return text(RAW, "format=" + name(layout), layout);
    }

    /**
     * Returns caps of DMA-BUFs in the form that GStreamer had before 1.24. It cannot state a modifier, so elements take the frame for
     * a linear one, or ask the driver.
     *
     * @param layout a layout whose modifier is LINEAR or INVALID
     * @return the text
     * @throws IllegalArgumentException when the layout has another modifier, or GStreamer has no name for its format
     */
    public static String dmaBuf(FrameLayout layout) {
        if (layout.modifier().isStated() && !layout.modifier().isLinear()) {
            throw new IllegalArgumentException("caps without drm-format cannot state the modifier " + layout.modifier()
                    + "; GStreamer 1.24 and later take those of dmaDrm");
        }
        return text(RAW + "(" + DMA_BUF + ")", "format=" + name(layout), layout);
    }

    /**
     * Returns caps of DMA-BUFs in the form that GStreamer has since 1.24, with the format's code and the modifier.
     *
     * @param layout a layout with a modifier
     * @return the text
     * @throws IllegalArgumentException when the modifier is INVALID, for which this form has no text
     */
    public static String dmaDrm(FrameLayout layout) {
        return text(RAW + "(" + DMA_BUF + ")", "format=" + DMA_DRM + ", drm-format=" + drmFormat(layout), layout);
    }

    private static String drmFormat(FrameLayout layout) {
        Modifier modifier = layout.modifier();
        if (!modifier.isStated()) {
            throw new IllegalArgumentException(
                    "GStreamer's drm-format cannot say that a modifier is not stated; use the caps of dmaBuf");
        }
        String code = code(layout.format());
        return modifier.isLinear() ? code : String.format("%s:0x%016x", code, modifier.value());
    }

    private static String code(DrmFormat format) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < CODE_LENGTH; i++) {
            code.append((char) ((format.code() >>> (i * Byte.SIZE)) & 0xff));
        }
        // A code can end in spaces, such as that of R8.
        return code.indexOf(" ") < 0 ? code.toString() : '"' + code.toString() + '"';
    }

    private static String text(String type, String format, FrameLayout layout) {
        return type + ", " + format + ", width=" + layout.width() + ", height=" + layout.height()
                + GStreamerColorimetry.of(layout.color())
                        .map(color -> ", colorimetry=" + color)
                        .orElse("");
    }

    private static String name(FrameLayout layout) {
        return GStreamerFormat.name(layout.format())
                .orElseThrow(() -> new IllegalArgumentException("GStreamer has no name for the format "
                        + layout.format() + "; GStreamer 1.24 and later take the caps of dmaDrm"));
    }

    /**
     * Reads the caps of a sample or a pad, in any of the three forms. Fields that say nothing of the layout, such as the frame rate,
     * are left out.
     *
     * @param caps fixed caps with one structure
     * @return what they say
     * @throws IllegalArgumentException when the text is not such caps, they are not of frames of video, their format is not known, or
     *     a buffer has one field of an interlaced frame
     */
    public static GStreamerCaps parse(String caps) {
        CapsText text = CapsText.parse(caps);
        if (!text.mediaType().equals(RAW)) {
            throw text.refused("they are not of uncompressed video (" + RAW + ")");
        }
        if (text.hasFeature("format:Interlaced") || text.find("interlace-mode").equals(Optional.of("alternate"))) {
            throw text.refused("a buffer has one field of a frame; ask for interlace-mode=progressive");
        }
        FrameColor color =
                text.find("colorimetry").map(GStreamerColorimetry::parse).orElse(FrameColor.UNSPECIFIED);
        FormatAndModifier what = formatAndModifier(text);
        return new GStreamerCaps(text.number("width"), text.number("height"), what.format(), what.modifier(), color);
    }

    private record FormatAndModifier(DrmFormat format, Modifier modifier) {}

    private static FormatAndModifier formatAndModifier(CapsText text) {
        String format = text.get("format");
        if (format.equals(DMA_DRM)) {
            return drmFormat(text);
        }
        DrmFormat known = GStreamerFormat.find(format)
                .orElseThrow(() -> text.refused("no format of the kernel is known for '" + format + "'"));
        return new FormatAndModifier(known, text.hasFeature(DMA_BUF) ? Modifier.INVALID : Modifier.LINEAR);
    }

    private static FormatAndModifier drmFormat(CapsText text) {
        String value = text.get("drm-format");
        String modifier = value.length() > CODE_LENGTH ? value.substring(CODE_LENGTH) : "";
        if (value.length() < CODE_LENGTH || !modifier.matches("(:0[xX][0-9a-fA-F]{1,16})?")) {
            throw text.refused("drm-format is not a code of four characters, with ':0x' and a modifier after it");
        }
        int code = 0;
        for (int i = 0; i < CODE_LENGTH; i++) {
            code |= (value.charAt(i) & 0xff) << (i * Byte.SIZE);
        }
        DrmFormat format = DrmFormat.find(code)
                .orElseThrow(() ->
                        text.refused("the kernel's format '" + value.substring(0, CODE_LENGTH) + "' is not known"));
        return new FormatAndModifier(
                format,
                modifier.isEmpty()
                        ? Modifier.LINEAR
                        : new Modifier(Long.parseUnsignedLong(modifier.substring(":0x".length()), 16)));
    }

    /**
     * Returns the layout that GStreamer's elements assume for a buffer without a {@code GstVideoMeta}: all planes in one buffer, one
     * after the other, strides that are multiples of 4 bytes, and the first plane with a whole number of rows for those of the
     * others ({@code gst_video_info_set_format}).
     *
     * @return the layout
     * @throws IllegalArgumentException when the modifier is one of a vendor, or the format has no rows: then only a
     *     {@code GstVideoMeta} can say where the planes are
     */
    public FrameLayout layout() {
        if (modifier.isStated() && !modifier.isLinear()) {
            throw new IllegalArgumentException("frames with the modifier " + modifier
                    + " have no default layout; the GstVideoMeta of the buffer has the planes");
        }
        List<FramePlane> planes = new ArrayList<>();
        long offset = 0;
        for (int plane = 0; plane < format.planes(); plane++) {
            long stride = Math.ceilDiv(format.rowBytes(plane, width), STRIDE_UNIT) * STRIDE_UNIT;
            planes.add(new FramePlane(0, offset, stride));
            offset += stride * rows(plane);
        }
        return layout(planes);
    }

    private long rows(int plane) {
        int unit = plane == 0 ? format.verticalSubsampling(format.planes() - 1) : 1;
        return Math.ceilDiv((long) format.rows(plane, height), unit) * unit;
    }

    /**
     * Returns the layout with planes as a {@code GstVideoMeta} has them.
     *
     * @param planes where the planes lie: see {@link GStreamerPlanes#planes}
     * @return the layout
     * @throws IllegalArgumentException when the planes do not suit the format and the size
     */
    public FrameLayout layout(List<FramePlane> planes) {
        return new FrameLayout(width, height, format, modifier, planes, color);
    }
}
