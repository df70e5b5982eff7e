// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import io.github.dmabuf4j.internal.gen.drm.DrmFourcc;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The pixel formats of the kernel's {@code drm_fourcc.h}, as of Linux 6.1, by their names there without {@code DRM_FORMAT_}.
 *
 * <p>A pixel, or a sample, of more than one byte is a little-endian number on every machine. The letters of a name such as
 * {@code XRGB8888} are its components from the highest bit to the lowest: blue comes first in memory.
 */
public enum DrmFormat {
    /** Indexes of a palette, 8 bits. */
    C8(DrmFourcc.DRM_FORMAT_C8(), Model.OTHER, PlaneShapes.PACKED_1),
    /** Red alone, 8 bits. */
    R8(DrmFourcc.DRM_FORMAT_R8(), Model.RGB, PlaneShapes.PACKED_1),
    /** 16 bits, from the highest: unused 6, red 10. */
    R10(DrmFourcc.DRM_FORMAT_R10(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: unused 4, red 12. */
    R12(DrmFourcc.DRM_FORMAT_R12(), Model.RGB, PlaneShapes.PACKED_2),
    /** Red alone, 16 bits. */
    R16(DrmFourcc.DRM_FORMAT_R16(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: red 8, green 8. */
    RG88(DrmFourcc.DRM_FORMAT_RG88(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: green 8, red 8. */
    GR88(DrmFourcc.DRM_FORMAT_GR88(), Model.RGB, PlaneShapes.PACKED_2),
    /** 32 bits, from the highest: red 16, green 16. */
    RG1616(DrmFourcc.DRM_FORMAT_RG1616(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: green 16, red 16. */
    GR1616(DrmFourcc.DRM_FORMAT_GR1616(), Model.RGB, PlaneShapes.PACKED_4),
    /** 8 bits, from the highest: red 3, green 3, blue 2. */
    RGB332(DrmFourcc.DRM_FORMAT_RGB332(), Model.RGB, PlaneShapes.PACKED_1),
    /** 8 bits, from the highest: blue 2, green 3, red 3. */
    BGR233(DrmFourcc.DRM_FORMAT_BGR233(), Model.RGB, PlaneShapes.PACKED_1),
    /** 16 bits, from the highest: unused 4, red 4, green 4, blue 4. */
    XRGB4444(DrmFourcc.DRM_FORMAT_XRGB4444(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: unused 4, blue 4, green 4, red 4. */
    XBGR4444(DrmFourcc.DRM_FORMAT_XBGR4444(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: red 4, green 4, blue 4, unused 4. */
    RGBX4444(DrmFourcc.DRM_FORMAT_RGBX4444(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: blue 4, green 4, red 4, unused 4. */
    BGRX4444(DrmFourcc.DRM_FORMAT_BGRX4444(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: alpha 4, red 4, green 4, blue 4. */
    ARGB4444(DrmFourcc.DRM_FORMAT_ARGB4444(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: alpha 4, blue 4, green 4, red 4. */
    ABGR4444(DrmFourcc.DRM_FORMAT_ABGR4444(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: red 4, green 4, blue 4, alpha 4. */
    RGBA4444(DrmFourcc.DRM_FORMAT_RGBA4444(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: blue 4, green 4, red 4, alpha 4. */
    BGRA4444(DrmFourcc.DRM_FORMAT_BGRA4444(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: unused 1, red 5, green 5, blue 5. */
    XRGB1555(DrmFourcc.DRM_FORMAT_XRGB1555(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: unused 1, blue 5, green 5, red 5. */
    XBGR1555(DrmFourcc.DRM_FORMAT_XBGR1555(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: red 5, green 5, blue 5, unused 1. */
    RGBX5551(DrmFourcc.DRM_FORMAT_RGBX5551(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: blue 5, green 5, red 5, unused 1. */
    BGRX5551(DrmFourcc.DRM_FORMAT_BGRX5551(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: alpha 1, red 5, green 5, blue 5. */
    ARGB1555(DrmFourcc.DRM_FORMAT_ARGB1555(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: alpha 1, blue 5, green 5, red 5. */
    ABGR1555(DrmFourcc.DRM_FORMAT_ABGR1555(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: red 5, green 5, blue 5, alpha 1. */
    RGBA5551(DrmFourcc.DRM_FORMAT_RGBA5551(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: blue 5, green 5, red 5, alpha 1. */
    BGRA5551(DrmFourcc.DRM_FORMAT_BGRA5551(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: red 5, green 6, blue 5. */
    RGB565(DrmFourcc.DRM_FORMAT_RGB565(), Model.RGB, PlaneShapes.PACKED_2),
    /** 16 bits, from the highest: blue 5, green 6, red 5. */
    BGR565(DrmFourcc.DRM_FORMAT_BGR565(), Model.RGB, PlaneShapes.PACKED_2),
    /** 24 bits, from the highest: red 8, green 8, blue 8. */
    RGB888(DrmFourcc.DRM_FORMAT_RGB888(), Model.RGB, PlaneShapes.PACKED_3),
    /** 24 bits, from the highest: blue 8, green 8, red 8. */
    BGR888(DrmFourcc.DRM_FORMAT_BGR888(), Model.RGB, PlaneShapes.PACKED_3),
    /** 32 bits, from the highest: unused 8, red 8, green 8, blue 8. */
    XRGB8888(DrmFourcc.DRM_FORMAT_XRGB8888(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: unused 8, blue 8, green 8, red 8. */
    XBGR8888(DrmFourcc.DRM_FORMAT_XBGR8888(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: red 8, green 8, blue 8, unused 8. */
    RGBX8888(DrmFourcc.DRM_FORMAT_RGBX8888(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: blue 8, green 8, red 8, unused 8. */
    BGRX8888(DrmFourcc.DRM_FORMAT_BGRX8888(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: alpha 8, red 8, green 8, blue 8. */
    ARGB8888(DrmFourcc.DRM_FORMAT_ARGB8888(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: alpha 8, blue 8, green 8, red 8. */
    ABGR8888(DrmFourcc.DRM_FORMAT_ABGR8888(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: red 8, green 8, blue 8, alpha 8. */
    RGBA8888(DrmFourcc.DRM_FORMAT_RGBA8888(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: blue 8, green 8, red 8, alpha 8. */
    BGRA8888(DrmFourcc.DRM_FORMAT_BGRA8888(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: unused 2, red 10, green 10, blue 10. */
    XRGB2101010(DrmFourcc.DRM_FORMAT_XRGB2101010(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: unused 2, blue 10, green 10, red 10. */
    XBGR2101010(DrmFourcc.DRM_FORMAT_XBGR2101010(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: red 10, green 10, blue 10, unused 2. */
    RGBX1010102(DrmFourcc.DRM_FORMAT_RGBX1010102(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: blue 10, green 10, red 10, unused 2. */
    BGRX1010102(DrmFourcc.DRM_FORMAT_BGRX1010102(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: alpha 2, red 10, green 10, blue 10. */
    ARGB2101010(DrmFourcc.DRM_FORMAT_ARGB2101010(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: alpha 2, blue 10, green 10, red 10. */
    ABGR2101010(DrmFourcc.DRM_FORMAT_ABGR2101010(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: red 10, green 10, blue 10, alpha 2. */
    RGBA1010102(DrmFourcc.DRM_FORMAT_RGBA1010102(), Model.RGB, PlaneShapes.PACKED_4),
    /** 32 bits, from the highest: blue 10, green 10, red 10, alpha 2. */
    BGRA1010102(DrmFourcc.DRM_FORMAT_BGRA1010102(), Model.RGB, PlaneShapes.PACKED_4),
    /** 64 bits, from the highest: unused 16, red 16, green 16, blue 16. */
    XRGB16161616(DrmFourcc.DRM_FORMAT_XRGB16161616(), Model.RGB, PlaneShapes.PACKED_8),
    /** 64 bits, from the highest: unused 16, blue 16, green 16, red 16. */
    XBGR16161616(DrmFourcc.DRM_FORMAT_XBGR16161616(), Model.RGB, PlaneShapes.PACKED_8),
    /** 64 bits, from the highest: alpha 16, red 16, green 16, blue 16. */
    ARGB16161616(DrmFourcc.DRM_FORMAT_ARGB16161616(), Model.RGB, PlaneShapes.PACKED_8),
    /** 64 bits, from the highest: alpha 16, blue 16, green 16, red 16. */
    ABGR16161616(DrmFourcc.DRM_FORMAT_ABGR16161616(), Model.RGB, PlaneShapes.PACKED_8),
    /** 64 bits, from the highest: unused 16, red 16, green 16, blue 16, as half-precision floats. */
    XRGB16161616F(DrmFourcc.DRM_FORMAT_XRGB16161616F(), Model.RGB, PlaneShapes.PACKED_8),
    /** 64 bits, from the highest: unused 16, blue 16, green 16, red 16, as half-precision floats. */
    XBGR16161616F(DrmFourcc.DRM_FORMAT_XBGR16161616F(), Model.RGB, PlaneShapes.PACKED_8),
    /** 64 bits, from the highest: alpha 16, red 16, green 16, blue 16, as half-precision floats. */
    ARGB16161616F(DrmFourcc.DRM_FORMAT_ARGB16161616F(), Model.RGB, PlaneShapes.PACKED_8),
    /** 64 bits, from the highest: alpha 16, blue 16, green 16, red 16, as half-precision floats. */
    ABGR16161616F(DrmFourcc.DRM_FORMAT_ABGR16161616F(), Model.RGB, PlaneShapes.PACKED_8),
    /** 64 bits, from the highest: alpha, blue, green, red, each 10 above 6 unused. */
    AXBXGXRX106106106106(DrmFourcc.DRM_FORMAT_AXBXGXRX106106106106(), Model.RGB, PlaneShapes.PACKED_8),
    /** 4:2:2, four bytes for two pixels, in memory: Y0, Cb, Y1, Cr. */
    YUYV(DrmFourcc.DRM_FORMAT_YUYV(), Model.YUV, PlaneShapes.PAIRS_4),
    /** 4:2:2, four bytes for two pixels, in memory: Y0, Cr, Y1, Cb. */
    YVYU(DrmFourcc.DRM_FORMAT_YVYU(), Model.YUV, PlaneShapes.PAIRS_4),
    /** 4:2:2, four bytes for two pixels, in memory: Cb, Y0, Cr, Y1. */
    UYVY(DrmFourcc.DRM_FORMAT_UYVY(), Model.YUV, PlaneShapes.PAIRS_4),
    /** 4:2:2, four bytes for two pixels, in memory: Cr, Y0, Cb, Y1. */
    VYUY(DrmFourcc.DRM_FORMAT_VYUY(), Model.YUV, PlaneShapes.PAIRS_4),
    /** 4:4:4, 32 bits, from the highest: alpha 8, Y 8, Cb 8, Cr 8. */
    AYUV(DrmFourcc.DRM_FORMAT_AYUV(), Model.YUV, PlaneShapes.PACKED_4),
    /** 4:4:4, 32 bits, from the highest: unused 8, Y 8, Cb 8, Cr 8. */
    XYUV8888(DrmFourcc.DRM_FORMAT_XYUV8888(), Model.YUV, PlaneShapes.PACKED_4),
    /** 4:4:4, 24 bits, from the highest: Cr 8, Cb 8, Y 8. */
    VUY888(DrmFourcc.DRM_FORMAT_VUY888(), Model.YUV, PlaneShapes.PACKED_3),
    /** 4:4:4, 10 bits a component; with the modifier of a vendor alone. */
    VUY101010(DrmFourcc.DRM_FORMAT_VUY101010(), Model.YUV, PlaneShapes.NOT_LINEAR),
    /** 4:2:2, 64 bits for two pixels, in memory: Y0, Cb, Y1, Cr, each the highest 10 of 16 bits. */
    Y210(DrmFourcc.DRM_FORMAT_Y210(), Model.YUV, PlaneShapes.PAIRS_8),
    /** 4:2:2, 64 bits for two pixels, in memory: Y0, Cb, Y1, Cr, each the highest 12 of 16 bits. */
    Y212(DrmFourcc.DRM_FORMAT_Y212(), Model.YUV, PlaneShapes.PAIRS_8),
    /** 4:2:2, 64 bits for two pixels, in memory: Y0, Cb, Y1, Cr, each the highest 16 of 16 bits. */
    Y216(DrmFourcc.DRM_FORMAT_Y216(), Model.YUV, PlaneShapes.PAIRS_8),
    /** 4:4:4, 32 bits, from the highest: alpha 2, Cr 10, Y 10, Cb 10. */
    Y410(DrmFourcc.DRM_FORMAT_Y410(), Model.YUV, PlaneShapes.PACKED_4),
    /** 4:4:4, 64 bits, from the highest: alpha, Cr, Y, Cb, each the highest 12 of 16 bits. */
    Y412(DrmFourcc.DRM_FORMAT_Y412(), Model.YUV, PlaneShapes.PACKED_8),
    /** 4:4:4, 64 bits, from the highest: alpha, Cr, Y, Cb, each the highest 16 of 16 bits. */
    Y416(DrmFourcc.DRM_FORMAT_Y416(), Model.YUV, PlaneShapes.PACKED_8),
    /** 4:4:4, 32 bits, from the highest: unused 2, Cr 10, Y 10, Cb 10. */
    XVYU2101010(DrmFourcc.DRM_FORMAT_XVYU2101010(), Model.YUV, PlaneShapes.PACKED_4),
    /** 4:4:4, 64 bits, from the highest: unused, Cr, Y, Cb, each 12 above 4 unused. */
    XVYU12_16161616(DrmFourcc.DRM_FORMAT_XVYU12_16161616(), Model.YUV, PlaneShapes.PACKED_8),
    /** 4:4:4, 64 bits, from the highest: unused 16, Cr 16, Y 16, Cb 16. */
    XVYU16161616(DrmFourcc.DRM_FORMAT_XVYU16161616(), Model.YUV, PlaneShapes.PACKED_8),
    /** 4:2:0, 64 bits for two by two pixels, 8 bits a component, with alpha. */
    Y0L0(DrmFourcc.DRM_FORMAT_Y0L0(), Model.YUV, PlaneShapes.TILES_8),
    /** 4:2:0, 64 bits for two by two pixels, 8 bits a component, without alpha. */
    X0L0(DrmFourcc.DRM_FORMAT_X0L0(), Model.YUV, PlaneShapes.TILES_8),
    /** 4:2:0, 64 bits for two by two pixels, 10 bits a component, with alpha. */
    Y0L2(DrmFourcc.DRM_FORMAT_Y0L2(), Model.YUV, PlaneShapes.TILES_8),
    /** 4:2:0, 64 bits for two by two pixels, 10 bits a component, without alpha. */
    X0L2(DrmFourcc.DRM_FORMAT_X0L2(), Model.YUV, PlaneShapes.TILES_8),
    /** 4:2:0 in one plane, 8 bits a component; with the modifier of a vendor alone. */
    YUV420_8BIT(DrmFourcc.DRM_FORMAT_YUV420_8BIT(), Model.YUV, PlaneShapes.NOT_LINEAR),
    /** 4:2:0 in one plane, 10 bits a component; with the modifier of a vendor alone. */
    YUV420_10BIT(DrmFourcc.DRM_FORMAT_YUV420_10BIT(), Model.YUV, PlaneShapes.NOT_LINEAR),
    /** A plane of {@link #XRGB8888}, and a plane of alpha, 8 bits. */
    XRGB8888_A8(DrmFourcc.DRM_FORMAT_XRGB8888_A8(), Model.RGB, PlaneShapes.PACKED_4_A8),
    /** A plane of {@link #XBGR8888}, and a plane of alpha, 8 bits. */
    XBGR8888_A8(DrmFourcc.DRM_FORMAT_XBGR8888_A8(), Model.RGB, PlaneShapes.PACKED_4_A8),
    /** A plane of {@link #RGBX8888}, and a plane of alpha, 8 bits. */
    RGBX8888_A8(DrmFourcc.DRM_FORMAT_RGBX8888_A8(), Model.RGB, PlaneShapes.PACKED_4_A8),
    /** A plane of {@link #BGRX8888}, and a plane of alpha, 8 bits. */
    BGRX8888_A8(DrmFourcc.DRM_FORMAT_BGRX8888_A8(), Model.RGB, PlaneShapes.PACKED_4_A8),
    /** A plane of {@link #RGB888}, and a plane of alpha, 8 bits. */
    RGB888_A8(DrmFourcc.DRM_FORMAT_RGB888_A8(), Model.RGB, PlaneShapes.PACKED_3_A8),
    /** A plane of {@link #BGR888}, and a plane of alpha, 8 bits. */
    BGR888_A8(DrmFourcc.DRM_FORMAT_BGR888_A8(), Model.RGB, PlaneShapes.PACKED_3_A8),
    /** A plane of {@link #RGB565}, and a plane of alpha, 8 bits. */
    RGB565_A8(DrmFourcc.DRM_FORMAT_RGB565_A8(), Model.RGB, PlaneShapes.PACKED_2_A8),
    /** A plane of {@link #BGR565}, and a plane of alpha, 8 bits. */
    BGR565_A8(DrmFourcc.DRM_FORMAT_BGR565_A8(), Model.RGB, PlaneShapes.PACKED_2_A8),
    /** 4:2:0, 8 bits: a plane of Y, and a plane of pairs Cb, Cr. */
    NV12(DrmFourcc.DRM_FORMAT_NV12(), Model.YUV, PlaneShapes.NV12),
    /** 4:2:0, 8 bits: a plane of Y, and a plane of pairs Cr, Cb. */
    NV21(DrmFourcc.DRM_FORMAT_NV21(), Model.YUV, PlaneShapes.NV12),
    /** 4:2:2, 8 bits: a plane of Y, and a plane of pairs Cb, Cr. */
    NV16(DrmFourcc.DRM_FORMAT_NV16(), Model.YUV, PlaneShapes.NV16),
    /** 4:2:2, 8 bits: a plane of Y, and a plane of pairs Cr, Cb. */
    NV61(DrmFourcc.DRM_FORMAT_NV61(), Model.YUV, PlaneShapes.NV16),
    /** 4:4:4, 8 bits: a plane of Y, and a plane of pairs Cb, Cr. */
    NV24(DrmFourcc.DRM_FORMAT_NV24(), Model.YUV, PlaneShapes.NV24),
    /** 4:4:4, 8 bits: a plane of Y, and a plane of pairs Cr, Cb. */
    NV42(DrmFourcc.DRM_FORMAT_NV42(), Model.YUV, PlaneShapes.NV24),
    /** 4:2:0, 10 bits, four samples in five bytes: a plane of Y, and a plane of pairs Cb, Cr. */
    NV15(DrmFourcc.DRM_FORMAT_NV15(), Model.YUV, PlaneShapes.NV15),
    /** 4:2:2, the highest 10 of 16 bits: a plane of Y, and a plane of pairs Cb, Cr. */
    P210(DrmFourcc.DRM_FORMAT_P210(), Model.YUV, PlaneShapes.P210),
    /** 4:2:0, the highest 10 of 16 bits: a plane of Y, and a plane of pairs Cb, Cr. */
    P010(DrmFourcc.DRM_FORMAT_P010(), Model.YUV, PlaneShapes.P010),
    /** 4:2:0, the highest 12 of 16 bits: a plane of Y, and a plane of pairs Cb, Cr. */
    P012(DrmFourcc.DRM_FORMAT_P012(), Model.YUV, PlaneShapes.P010),
    /** 4:2:0, the highest 16 of 16 bits: a plane of Y, and a plane of pairs Cb, Cr. */
    P016(DrmFourcc.DRM_FORMAT_P016(), Model.YUV, PlaneShapes.P010),
    /** 4:2:0, 10 bits, three samples in four bytes: a plane of Y, and a plane of pairs Cb, Cr. */
    P030(DrmFourcc.DRM_FORMAT_P030(), Model.YUV, PlaneShapes.P030),
    /** 4:4:4, the highest 10 of 16 bits: planes of Y, Cb, Cr. */
    Q410(DrmFourcc.DRM_FORMAT_Q410(), Model.YUV, PlaneShapes.Q410),
    /** 4:4:4, the highest 10 of 16 bits: planes of Y, Cr, Cb. */
    Q401(DrmFourcc.DRM_FORMAT_Q401(), Model.YUV, PlaneShapes.Q410),
    /** 4:1:0, 8 bits: planes of Y, Cb, Cr. */
    YUV410(DrmFourcc.DRM_FORMAT_YUV410(), Model.YUV, PlaneShapes.YUV410),
    /** 4:1:0, 8 bits: planes of Y, Cr, Cb. */
    YVU410(DrmFourcc.DRM_FORMAT_YVU410(), Model.YUV, PlaneShapes.YUV410),
    /** 4:1:1, 8 bits: planes of Y, Cb, Cr. */
    YUV411(DrmFourcc.DRM_FORMAT_YUV411(), Model.YUV, PlaneShapes.YUV411),
    /** 4:1:1, 8 bits: planes of Y, Cr, Cb. */
    YVU411(DrmFourcc.DRM_FORMAT_YVU411(), Model.YUV, PlaneShapes.YUV411),
    /** 4:2:0, 8 bits: planes of Y, Cb, Cr. */
    YUV420(DrmFourcc.DRM_FORMAT_YUV420(), Model.YUV, PlaneShapes.YUV420),
    /** 4:2:0, 8 bits: planes of Y, Cr, Cb. */
    YVU420(DrmFourcc.DRM_FORMAT_YVU420(), Model.YUV, PlaneShapes.YUV420),
    /** 4:2:2, 8 bits: planes of Y, Cb, Cr. */
    YUV422(DrmFourcc.DRM_FORMAT_YUV422(), Model.YUV, PlaneShapes.YUV422),
    /** 4:2:2, 8 bits: planes of Y, Cr, Cb. */
    YVU422(DrmFourcc.DRM_FORMAT_YVU422(), Model.YUV, PlaneShapes.YUV422),
    /** 4:4:4, 8 bits: planes of Y, Cb, Cr. */
    YUV444(DrmFourcc.DRM_FORMAT_YUV444(), Model.YUV, PlaneShapes.YUV444),
    /** 4:4:4, 8 bits: planes of Y, Cr, Cb. */
    YVU444(DrmFourcc.DRM_FORMAT_YVU444(), Model.YUV, PlaneShapes.YUV444);

    private static final int MAX_PLANES = 4;

    private static final Map<Integer, DrmFormat> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(DrmFormat::code, Function.identity()));

    private enum Model {
        RGB,
        YUV,
        OTHER
    }

    private final int code;
    private final Model model;
    private final PlaneShapes planes;
    private final boolean alpha;

    DrmFormat(int code, Model model, PlaneShapes planes) {
        this.code = code;
        this.model = model;
        this.planes = planes;
        this.alpha = name().matches("A.*|(RGB|BGR)A.*|.*_A8|Y41[026]|Y0L[02]");
    }

    /**
     * Returns the format of a code.
     *
     * @param code a fourcc code, as {@link #code}
     * @return the format
     * @throws IllegalArgumentException when this version of the library does not know the code, or when it is that of a big-endian
     *     format
     */
    public static DrmFormat of(int code) {
        return find(code).orElseThrow(() -> new IllegalArgumentException(unknown(code)));
    }

    private static String unknown(int code) {
        DrmFormat little = BY_CODE.get(code & ~DrmFourcc.DRM_FORMAT_BIG_ENDIAN());
        if (little != null) {
            return "the format is " + little + " in big-endian byte order, which this library does not support";
        }
        return "format 0x" + Integer.toHexString(code) + " (" + Fourcc.text(code)
                + ") is not a DRM format that this library knows; see the constants of DrmFormat";
    }

    /**
     * Looks a format up by its code.
     *
     * @param code a fourcc code, as {@link #code}
     * @return the format; empty when this version of the library does not know it
     */
    public static Optional<DrmFormat> find(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /**
     * Returns the kernel's number of the format: four characters, of which the first is the lowest byte.
     *
     * @return the fourcc code
     */
    public int code() {
        return code;
    }

    /**
     * Returns the number of planes of a picture without modifier. A modifier can add planes, such as for compression.
     *
     * @return 1 to 3
     */
    public int planes() {
        return planes.count();
    }

    /**
     * Returns whether the components are luma and chroma.
     *
     * @return true of a Y'CbCr format; false of RGB, and of others
     */
    public boolean isYuv() {
        return model == Model.YUV;
    }

    /**
     * Returns whether a picture has alpha, the opacity of each pixel.
     *
     * @return true where the format has a component A
     */
    public boolean hasAlpha() {
        return alpha;
    }

    /**
     * Returns whether the kernel defines how the format lies in memory without a modifier.
     *
     * @return false of the three formats that are used with a modifier of a vendor alone
     */
    public boolean hasLinearLayout() {
        return planes != PlaneShapes.NOT_LINEAR;
    }

    /**
     * Returns how much memory a pixel takes in all planes, on average.
     *
     * @return bits; 0 without a linear layout
     */
    public double bitsPerPixel() {
        return IntStream.range(0, planes())
                .mapToDouble(plane -> planes.plane(plane).bitsPerPixel())
                .sum();
    }

    /**
     * Returns how many pixels of a row share one sample of a plane.
     *
     * @param plane the index of the plane
     * @return 1, 2 or 4
     * @throws IndexOutOfBoundsException when the format has no such plane
     */
    public int horizontalSubsampling(int plane) {
        return planes.plane(plane).horizontal();
    }

    /**
     * Returns how many rows of pixels share one sample of a plane.
     *
     * @param plane the index of the plane
     * @return 1, 2 or 4
     * @throws IndexOutOfBoundsException when the format has no such plane
     */
    public int verticalSubsampling(int plane) {
        return planes.plane(plane).vertical();
    }

    /**
     * Returns the bytes of a row of a plane, without padding. The samples of an odd width are rounded up. Of a format with blocks of
     * two by two pixels, such as {@link #Y0L0}, a row has half the bytes of a row of blocks.
     *
     * @param plane the index of the plane
     * @param width the width of the picture in pixels
     * @return bytes; 0 without a linear layout
     * @throws IndexOutOfBoundsException when the format has no such plane
     */
    public long rowBytes(int plane, int width) {
        return planes.plane(plane).rowBytes(width);
    }

    /**
     * Returns the rows of a plane in memory. The samples of an odd height, and the rows of blocks, are rounded up.
     *
     * @param plane the index of the plane
     * @param height the height of the picture in pixels
     * @return rows
     * @throws IndexOutOfBoundsException when the format has no such plane
     */
    public int rows(int plane, int height) {
        return planes.plane(plane).rows(height);
    }

    /** How many rows of pixels lie in one row of blocks: 1 where a row can be read by itself. */
    int blockHeight() {
        return planes.plane(0).blockHeight();
    }

    /** The most planes that a picture has in the kernel's interfaces. */
    static int maxPlanes() {
        return MAX_PLANES;
    }
}
