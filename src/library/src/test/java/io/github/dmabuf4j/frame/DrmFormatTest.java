// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.internal.gen.drm.DrmFourcc;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DrmFormatTest {
    private static final String PREFIX = "DRM_FORMAT_";

    @Test
    void everyFormatOfTheHeaderIsThereByItsName() {
        Map<String, Integer> ofHeader = new TreeMap<>();
        Arrays.stream(DrmFourcc.class.getMethods())
                .filter(DrmFormatTest::isFormat)
                .forEach(method -> ofHeader.put(method.getName().substring(PREFIX.length()), value(method)));
        Map<String, Integer> ofLibrary = Stream.of(DrmFormat.values())
                .collect(Collectors.toMap(DrmFormat::name, DrmFormat::code, Integer::sum, TreeMap::new));
        assertThat(ofLibrary).hasSizeGreaterThan(100).isEqualTo(ofHeader);
    }

    private static boolean isFormat(Method method) {
        String name = method.getName();
        return name.startsWith(PREFIX) && !name.contains("_MOD_") && !name.endsWith("BIG_ENDIAN");
    }

    private static int value(Method constant) {
        try {
            return (int) constant.invoke(null);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(constant.getName(), impossible);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFormatIsFoundByItsCode(DrmFormat format) {
        assertThat(DrmFormat.of(format.code())).isSameAs(format);
    }

    @Test
    void anUnknownCodeIsNamed() {
        assertThat(DrmFormat.find(0x20202020)).isEmpty();
        assertThatThrownBy(() -> DrmFormat.of(0x3143504d))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "format 0x3143504d ('MPC1') is not a DRM format that this library knows; see the constants of"
                                + " DrmFormat");
        assertThatThrownBy(() -> DrmFormat.of(7)).hasMessageContaining("('\\x07\\x00\\x00\\x00')");
    }

    @Test
    void aBigEndianFormatIsRefused() {
        assertThatThrownBy(() -> DrmFormat.of(DrmFormat.XRGB8888.code() | 1 << 31))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the format is XRGB8888 in big-endian byte order, which this library does not support");
    }

    @ParameterizedTest
    @CsvSource({
        "C8,1,8",
        "RGB565,1,16",
        "BGR888,1,24",
        "XRGB8888,1,32",
        "ABGR2101010,1,32",
        "ARGB16161616F,1,64",
        "AXBXGXRX106106106106,1,64",
        "RGB565_A8,2,24",
        "YUYV,1,16",
        "Y210,1,32",
        "Y0L2,1,16",
        "NV12,2,12",
        "NV16,2,16",
        "NV24,2,24",
        "NV15,2,15",
        "P010,2,24",
        "P030,2,16",
        "YUV410,3,9",
        "YUV411,3,12",
        "YVU420,3,12",
        "YUV422,3,16",
        "Q410,3,48",
        "YUV420_8BIT,1,0",
    })
    void planesAndBitsPerPixel(DrmFormat format, int planes, double bits) {
        assertThat(format.planes()).isEqualTo(planes);
        assertThat(format.bitsPerPixel()).isEqualTo(bits);
        assertThat(format.hasLinearLayout()).isEqualTo(bits > 0);
    }

    /** The samples of the last column, and of the last row, are rounded up. */
    @ParameterizedTest
    @CsvSource({
        "XRGB8888,0,5,20,3",
        "YUYV,0,5,12,3",
        "NV12,0,5,5,3",
        "NV12,1,5,6,2",
        "NV16,1,5,6,3",
        "YUV420,2,5,3,2",
        "YUV410,1,5,2,1",
        "YUV411,1,5,2,3",
        "NV15,0,5,10,3",
        "NV15,1,5,10,2",
        "P030,0,5,8,3",
        "P030,1,5,8,2",
        "P010,1,1,4,2",
        "Y0L2,0,5,12,4",
    })
    void oddSizesAreRoundedUp(DrmFormat format, int plane, int width, long rowBytes, int rows) {
        assertThat(format.rowBytes(plane, width)).isEqualTo(rowBytes);
        assertThat(format.rows(plane, 3)).isEqualTo(rows);
    }

    @Test
    void noSizeIsTooGreat() {
        assertThat(DrmFormat.ABGR16161616.rowBytes(0, Integer.MAX_VALUE)).isEqualTo(8L * Integer.MAX_VALUE);
        assertThat(DrmFormat.NV12.rowBytes(1, Integer.MAX_VALUE)).isEqualTo(1L << 31);
        assertThat(DrmFormat.Y0L2.rows(0, Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void subsampling() {
        assertThat(DrmFormat.YUV410.horizontalSubsampling(1)).isEqualTo(4);
        assertThat(DrmFormat.YUV410.verticalSubsampling(2)).isEqualTo(4);
        assertThat(DrmFormat.NV16.verticalSubsampling(1)).isEqualTo(1);
        assertThat(DrmFormat.NV16.horizontalSubsampling(0)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "XRGB8888,false,false",
        "ARGB8888,false,true",
        "BGRA5551,false,true",
        "RGB888_A8,false,true",
        "AYUV,true,true",
        "Y410,true,true",
        "X0L0,true,false",
        "NV12,true,false",
        "C8,false,false",
    })
    void components(DrmFormat format, boolean isYuv, boolean hasAlpha) {
        assertThat(format.isYuv()).isEqualTo(isYuv);
        assertThat(format.hasAlpha()).isEqualTo(hasAlpha);
    }
}
