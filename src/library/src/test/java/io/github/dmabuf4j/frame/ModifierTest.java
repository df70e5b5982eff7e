// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.drm.DrmFourcc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModifierTest {
    @Test
    void invalidIsNotLinear() {
        assertThat(Modifier.LINEAR.isLinear()).isTrue();
        assertThat(Modifier.LINEAR.isStated()).isTrue();
        assertThat(Modifier.INVALID.isLinear()).isFalse();
        assertThat(Modifier.INVALID.isStated()).isFalse();
        assertThat(Modifier.INVALID).isNotEqualTo(Modifier.LINEAR).isEqualTo(new Modifier(0x00ff_ffff_ffff_ffffL));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0000000000000000 | LINEAR
        00ffffffffffffff | INVALID
        0100000000000001 | I915_X_TILED
        010000000000000a | I915_4_TILED_DG2_RC_CCS
        0300000000000010 | NVIDIA_16BX2_BLOCK_ONE_GOB
        0700000000000001 | BROADCOM_VC4_T_TILED
        0800000000000051 | AFBC(16x16,YTR,SPARSE)
        0800000000001102 | AFBC(32x8,TILED,USM)
        0800000000010009 | AFBC(block size 9,0x10000)
        0200000018601b04 | AMD 0x200000018601b04
        2a00000000000001 | vendor 42 0x2a00000000000001
        ff00000000000000 | vendor 255 0xff00000000000000
        """)
    void names(String value, String name) {
        assertThat(new Modifier(Long.parseUnsignedLong(value, 16))).hasToString(name);
    }

    @Test
    void theVendorIsTheHighestByte() {
        assertThat(new Modifier(DrmFourcc.I915_FORMAT_MOD_X_TILED()).vendor())
                .isEqualTo(DrmFourcc.DRM_FORMAT_MOD_VENDOR_INTEL());
        assertThat(Modifier.INVALID.vendor()).isZero();
    }
}
