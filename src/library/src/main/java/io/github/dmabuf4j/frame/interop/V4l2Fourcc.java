// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.internal.gen.v4l2.V4l2;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The pixel formats of the kernel's V4L2 interface, as of Linux 6.1, that are equal to a {@link DrmFormat}.
 *
 * <p>The two interfaces number the same formats differently, and the same number can be another format: V4L2 names most RGB formats in
 * the order of their bytes in memory, DRM from the highest bit to the lowest. V4L2's {@code RGB24} is DRM's {@link DrmFormat#BGR888}.
 * V4L2's {@code AYUV} is not DRM's.
 *
 * <p>V4L2 has a second number for formats of several planes whose planes lie in separate buffers, such as {@code NV12M} beside
 * {@code NV12}. To DRM both are one format.
 *
 * <p>Grey formats of V4L2 ({@code GREY}, {@code Y10}, {@code Y12}, {@code Y16}) are DRM's formats of one component, of which the name
 * is red: {@link DrmFormat#R8} and so on.
 *
 * <p>Any thread may call any method.
 */
public final class V4l2Fourcc {
    private static final List<Entry> ENTRIES = entries();

    /** A number of V4L2. Of several that mean one format, the first is the one to write. */
    private record Entry(int code, DrmFormat format, boolean separate) {}

    private V4l2Fourcc() {}

    /**
     * Returns the format of a number.
     *
     * @param code the field {@code pixelformat}
     * @return the format
     * @throws IllegalArgumentException when no DRM format is equal: it is compressed, in tiles, raw data of a sensor or big-endian, or
     *     this version of the library does not know it
     */
    public static DrmFormat format(int code) {
        return entry(code).format();
    }

    /**
     * Looks a format up by its number.
     *
     * @param code the field {@code pixelformat}
     * @return the format; empty where {@link #format} throws
     */
    public static Optional<DrmFormat> find(int code) {
        return lookUp(code).map(Entry::format);
    }

    /** Whether the planes of a format lie in separate buffers. */
    static boolean isSeparate(int code) {
        return entry(code).separate();
    }

    private static Entry entry(int code) {
        return lookUp(code).orElseThrow(() -> new IllegalArgumentException(unknown(code)));
    }

    private static Optional<Entry> lookUp(int code) {
        return ENTRIES.stream().filter(entry -> entry.code() == code).findFirst();
    }

    private static String unknown(int code) {
        byte[] characters = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(code)
                .array();
        return String.format(
                Locale.ROOT,
                "V4L2 format 0x%08x ('%s') is not equal to a DRM format that this library knows: it may be compressed, "
                        + "tiled or raw; see V4l2Fourcc",
                code,
                TerminalEscape.of(new String(characters, ISO_8859_1)));
    }

    /**
     * Returns the number of a format whose planes lie in one buffer, one after the other.
     *
     * @param format the format
     * @return the field {@code pixelformat}
     * @throws IllegalArgumentException when V4L2 has no equal format
     */
    public static int code(DrmFormat format) {
        return code(format, false)
                .orElseThrow(() -> new IllegalArgumentException("V4L2 has no format that is equal to " + format));
    }

    /**
     * Returns the number of a format whose planes lie in separate buffers, for the multi-planar interface.
     *
     * @param format a format of several planes
     * @return the field {@code pixelformat}
     * @throws IllegalArgumentException when V4L2 has no equal format
     */
    public static int codeOfSeparatePlanes(DrmFormat format) {
        return code(format, true)
                .orElseThrow(() -> new IllegalArgumentException(
                        "V4L2 has no format that is equal to " + format + " with its planes in separate buffers"));
    }

    private static Optional<Integer> code(DrmFormat format, boolean separate) {
        return ENTRIES.stream()
                .filter(entry -> entry.format() == format && entry.separate() == separate)
                .map(Entry::code)
                .findFirst();
    }

    private static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        addWords(entries);
        addBytes(entries);
        addGrey(entries);
        addPackedYuv(entries);
        addPlanes(entries);
        addSeparatePlanes(entries);
        return List.copyOf(entries);
    }

    private static void add(List<Entry> entries, int code, DrmFormat format) {
        entries.add(new Entry(code, format, false));
    }

    /** Little-endian numbers, which both interfaces name from the highest bit. */
    private static void addWords(List<Entry> entries) {
        add(entries, V4l2.V4L2_PIX_FMT_RGB332(), DrmFormat.RGB332);
        add(entries, V4l2.V4L2_PIX_FMT_ARGB444(), DrmFormat.ARGB4444);
        add(entries, V4l2.V4L2_PIX_FMT_XRGB444(), DrmFormat.XRGB4444);
        add(entries, V4l2.V4L2_PIX_FMT_RGBA444(), DrmFormat.RGBA4444);
        add(entries, V4l2.V4L2_PIX_FMT_RGBX444(), DrmFormat.RGBX4444);
        add(entries, V4l2.V4L2_PIX_FMT_ABGR444(), DrmFormat.ABGR4444);
        add(entries, V4l2.V4L2_PIX_FMT_XBGR444(), DrmFormat.XBGR4444);
        add(entries, V4l2.V4L2_PIX_FMT_BGRA444(), DrmFormat.BGRA4444);
        add(entries, V4l2.V4L2_PIX_FMT_BGRX444(), DrmFormat.BGRX4444);
        add(entries, V4l2.V4L2_PIX_FMT_ARGB555(), DrmFormat.ARGB1555);
        add(entries, V4l2.V4L2_PIX_FMT_XRGB555(), DrmFormat.XRGB1555);
        add(entries, V4l2.V4L2_PIX_FMT_RGBA555(), DrmFormat.RGBA5551);
        add(entries, V4l2.V4L2_PIX_FMT_RGBX555(), DrmFormat.RGBX5551);
        add(entries, V4l2.V4L2_PIX_FMT_ABGR555(), DrmFormat.ABGR1555);
        add(entries, V4l2.V4L2_PIX_FMT_XBGR555(), DrmFormat.XBGR1555);
        add(entries, V4l2.V4L2_PIX_FMT_BGRA555(), DrmFormat.BGRA5551);
        add(entries, V4l2.V4L2_PIX_FMT_BGRX555(), DrmFormat.BGRX5551);
        add(entries, V4l2.V4L2_PIX_FMT_RGB565(), DrmFormat.RGB565);
        // The older names leave open whether the highest bits are alpha.
        add(entries, V4l2.V4L2_PIX_FMT_RGB444(), DrmFormat.XRGB4444);
        add(entries, V4l2.V4L2_PIX_FMT_RGB555(), DrmFormat.XRGB1555);
    }

    /** Bytes, which V4L2 names in the order of memory, but for ABGR32, XBGR32, BGRA32 and BGRX32. */
    private static void addBytes(List<Entry> entries) {
        add(entries, V4l2.V4L2_PIX_FMT_BGR24(), DrmFormat.RGB888);
        add(entries, V4l2.V4L2_PIX_FMT_RGB24(), DrmFormat.BGR888);
        add(entries, V4l2.V4L2_PIX_FMT_ABGR32(), DrmFormat.ARGB8888);
        add(entries, V4l2.V4L2_PIX_FMT_XBGR32(), DrmFormat.XRGB8888);
        add(entries, V4l2.V4L2_PIX_FMT_BGRA32(), DrmFormat.RGBA8888);
        add(entries, V4l2.V4L2_PIX_FMT_BGRX32(), DrmFormat.RGBX8888);
        add(entries, V4l2.V4L2_PIX_FMT_RGBA32(), DrmFormat.ABGR8888);
        add(entries, V4l2.V4L2_PIX_FMT_RGBX32(), DrmFormat.XBGR8888);
        add(entries, V4l2.V4L2_PIX_FMT_ARGB32(), DrmFormat.BGRA8888);
        add(entries, V4l2.V4L2_PIX_FMT_XRGB32(), DrmFormat.BGRX8888);
        // The older names leave open whether the remaining byte is alpha.
        add(entries, V4l2.V4L2_PIX_FMT_BGR32(), DrmFormat.XRGB8888);
        add(entries, V4l2.V4L2_PIX_FMT_RGB32(), DrmFormat.BGRX8888);
    }

    private static void addGrey(List<Entry> entries) {
        add(entries, V4l2.V4L2_PIX_FMT_GREY(), DrmFormat.R8);
        add(entries, V4l2.V4L2_PIX_FMT_Y10(), DrmFormat.R10);
        add(entries, V4l2.V4L2_PIX_FMT_Y12(), DrmFormat.R12);
        add(entries, V4l2.V4L2_PIX_FMT_Y16(), DrmFormat.R16);
    }

    private static void addPackedYuv(List<Entry> entries) {
        add(entries, V4l2.V4L2_PIX_FMT_YUYV(), DrmFormat.YUYV);
        add(entries, V4l2.V4L2_PIX_FMT_YVYU(), DrmFormat.YVYU);
        add(entries, V4l2.V4L2_PIX_FMT_UYVY(), DrmFormat.UYVY);
        add(entries, V4l2.V4L2_PIX_FMT_VYUY(), DrmFormat.VYUY);
        add(entries, V4l2.V4L2_PIX_FMT_YUV24(), DrmFormat.VUY888);
        add(entries, V4l2.V4L2_PIX_FMT_VUYA32(), DrmFormat.AYUV);
        add(entries, V4l2.V4L2_PIX_FMT_VUYX32(), DrmFormat.XYUV8888);
    }

    private static void addPlanes(List<Entry> entries) {
        add(entries, V4l2.V4L2_PIX_FMT_NV12(), DrmFormat.NV12);
        add(entries, V4l2.V4L2_PIX_FMT_NV21(), DrmFormat.NV21);
        add(entries, V4l2.V4L2_PIX_FMT_NV16(), DrmFormat.NV16);
        add(entries, V4l2.V4L2_PIX_FMT_NV61(), DrmFormat.NV61);
        add(entries, V4l2.V4L2_PIX_FMT_NV24(), DrmFormat.NV24);
        add(entries, V4l2.V4L2_PIX_FMT_NV42(), DrmFormat.NV42);
        add(entries, V4l2.V4L2_PIX_FMT_P010(), DrmFormat.P010);
        add(entries, V4l2.V4L2_PIX_FMT_YUV410(), DrmFormat.YUV410);
        add(entries, V4l2.V4L2_PIX_FMT_YVU410(), DrmFormat.YVU410);
        add(entries, V4l2.V4L2_PIX_FMT_YUV411P(), DrmFormat.YUV411);
        add(entries, V4l2.V4L2_PIX_FMT_YUV420(), DrmFormat.YUV420);
        add(entries, V4l2.V4L2_PIX_FMT_YVU420(), DrmFormat.YVU420);
        add(entries, V4l2.V4L2_PIX_FMT_YUV422P(), DrmFormat.YUV422);
    }

    private static void addSeparatePlanes(List<Entry> entries) {
        entries.add(new Entry(V4l2.V4L2_PIX_FMT_NV12M(), DrmFormat.NV12, true));
        entries.add(new Entry(V4l2.V4L2_PIX_FMT_NV21M(), DrmFormat.NV21, true));
        entries.add(new Entry(V4l2.V4L2_PIX_FMT_NV16M(), DrmFormat.NV16, true));
        entries.add(new Entry(V4l2.V4L2_PIX_FMT_NV61M(), DrmFormat.NV61, true));
        entries.add(new Entry(V4l2.V4L2_PIX_FMT_YUV420M(), DrmFormat.YUV420, true));
        entries.add(new Entry(V4l2.V4L2_PIX_FMT_YVU420M(), DrmFormat.YVU420, true));
        entries.add(new Entry(V4l2.V4L2_PIX_FMT_YUV422M(), DrmFormat.YUV422, true));
        entries.add(new Entry(V4l2.V4L2_PIX_FMT_YVU422M(), DrmFormat.YVU422, true));
        entries.add(new Entry(V4l2.V4L2_PIX_FMT_YUV444M(), DrmFormat.YUV444, true));
        entries.add(new Entry(V4l2.V4L2_PIX_FMT_YVU444M(), DrmFormat.YVU444, true));
    }
}
