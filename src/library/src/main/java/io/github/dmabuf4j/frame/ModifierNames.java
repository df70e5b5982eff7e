// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import io.github.dmabuf4j.internal.gen.drm.DrmFourcc;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** The names of modifiers. */
final class ModifierNames {
    private static final Map<Long, String> PLAIN = Map.ofEntries(
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_INVALID(), "INVALID"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_LINEAR(), "LINEAR"),
            Map.entry(DrmFourcc.I915_FORMAT_MOD_X_TILED(), "I915_X_TILED"),
            Map.entry(DrmFourcc.I915_FORMAT_MOD_Y_TILED(), "I915_Y_TILED"),
            Map.entry(DrmFourcc.I915_FORMAT_MOD_Yf_TILED(), "I915_Yf_TILED"),
            Map.entry(DrmFourcc.I915_FORMAT_MOD_Y_TILED_CCS(), "I915_Y_TILED_CCS"),
            Map.entry(DrmFourcc.I915_FORMAT_MOD_Yf_TILED_CCS(), "I915_Yf_TILED_CCS"),
            Map.entry(DrmFourcc.I915_FORMAT_MOD_Y_TILED_GEN12_RC_CCS(), "I915_Y_TILED_GEN12_RC_CCS"),
            Map.entry(DrmFourcc.I915_FORMAT_MOD_Y_TILED_GEN12_MC_CCS(), "I915_Y_TILED_GEN12_MC_CCS"),
            Map.entry(DrmFourcc.I915_FORMAT_MOD_Y_TILED_GEN12_RC_CCS_CC(), "I915_Y_TILED_GEN12_RC_CCS_CC"),
            Map.entry(DrmFourcc.I915_FORMAT_MOD_4_TILED(), "I915_4_TILED"),
            Map.entry(DrmFourcc.I915_FORMAT_MOD_4_TILED_DG2_RC_CCS(), "I915_4_TILED_DG2_RC_CCS"),
            Map.entry(DrmFourcc.I915_FORMAT_MOD_4_TILED_DG2_MC_CCS(), "I915_4_TILED_DG2_MC_CCS"),
            Map.entry(DrmFourcc.I915_FORMAT_MOD_4_TILED_DG2_RC_CCS_CC(), "I915_4_TILED_DG2_RC_CCS_CC"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_SAMSUNG_64_32_TILE(), "SAMSUNG_64_32_TILE"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_SAMSUNG_16_16_TILE(), "SAMSUNG_16_16_TILE"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_QCOM_COMPRESSED(), "QCOM_COMPRESSED"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_QCOM_TILED3(), "QCOM_TILED3"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_QCOM_TILED2(), "QCOM_TILED2"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VIVANTE_TILED(), "VIVANTE_TILED"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VIVANTE_SUPER_TILED(), "VIVANTE_SUPER_TILED"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VIVANTE_SPLIT_TILED(), "VIVANTE_SPLIT_TILED"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VIVANTE_SPLIT_SUPER_TILED(), "VIVANTE_SPLIT_SUPER_TILED"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_NVIDIA_TEGRA_TILED(), "NVIDIA_TEGRA_TILED"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_NVIDIA_16BX2_BLOCK_ONE_GOB(), "NVIDIA_16BX2_BLOCK_ONE_GOB"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_NVIDIA_16BX2_BLOCK_TWO_GOB(), "NVIDIA_16BX2_BLOCK_TWO_GOB"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_NVIDIA_16BX2_BLOCK_FOUR_GOB(), "NVIDIA_16BX2_BLOCK_FOUR_GOB"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_NVIDIA_16BX2_BLOCK_EIGHT_GOB(), "NVIDIA_16BX2_BLOCK_EIGHT_GOB"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_NVIDIA_16BX2_BLOCK_SIXTEEN_GOB(), "NVIDIA_16BX2_BLOCK_SIXTEEN_GOB"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_NVIDIA_16BX2_BLOCK_THIRTYTWO_GOB(), "NVIDIA_16BX2_BLOCK_THIRTYTWO_GOB"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_BROADCOM_VC4_T_TILED(), "BROADCOM_VC4_T_TILED"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_BROADCOM_UIF(), "BROADCOM_UIF"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_ARM_16X16_BLOCK_U_INTERLEAVED(), "ARM_16X16_BLOCK_U_INTERLEAVED"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_ALLWINNER_TILED(), "ALLWINNER_TILED"));

    private static final Map<Integer, String> VENDORS = Map.ofEntries(
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VENDOR_NONE(), "NONE"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VENDOR_INTEL(), "INTEL"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VENDOR_AMD(), "AMD"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VENDOR_NVIDIA(), "NVIDIA"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VENDOR_SAMSUNG(), "SAMSUNG"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VENDOR_QCOM(), "QCOM"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VENDOR_VIVANTE(), "VIVANTE"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VENDOR_BROADCOM(), "BROADCOM"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VENDOR_ARM(), "ARM"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VENDOR_ALLWINNER(), "ALLWINNER"),
            Map.entry(DrmFourcc.DRM_FORMAT_MOD_VENDOR_AMLOGIC(), "AMLOGIC"));

    /** A value, or a bit, and its name. */
    private record Part(long value, String name) {}

    private static final List<Part> AFBC_BLOCKS = List.of(
            new Part(DrmFourcc.AFBC_FORMAT_MOD_BLOCK_SIZE_16x16(), "16x16"),
            new Part(DrmFourcc.AFBC_FORMAT_MOD_BLOCK_SIZE_32x8(), "32x8"),
            new Part(DrmFourcc.AFBC_FORMAT_MOD_BLOCK_SIZE_64x4(), "64x4"),
            new Part(DrmFourcc.AFBC_FORMAT_MOD_BLOCK_SIZE_32x8_64x4(), "32x8+64x4"));

    private static final List<Part> AFBC_FLAGS = List.of(
            new Part(DrmFourcc.AFBC_FORMAT_MOD_YTR(), "YTR"),
            new Part(DrmFourcc.AFBC_FORMAT_MOD_SPLIT(), "SPLIT"),
            new Part(DrmFourcc.AFBC_FORMAT_MOD_SPARSE(), "SPARSE"),
            new Part(DrmFourcc.AFBC_FORMAT_MOD_CBR(), "CBR"),
            new Part(DrmFourcc.AFBC_FORMAT_MOD_TILED(), "TILED"),
            new Part(DrmFourcc.AFBC_FORMAT_MOD_SC(), "SC"),
            new Part(DrmFourcc.AFBC_FORMAT_MOD_DB(), "DB"),
            new Part(DrmFourcc.AFBC_FORMAT_MOD_BCH(), "BCH"),
            new Part(DrmFourcc.AFBC_FORMAT_MOD_USM(), "USM"));

    private static final int ARM_TYPE_SHIFT = 52;

    private ModifierNames() {}

    /** Returns the name of a modifier; empty where it has none. */
    static Optional<String> of(long value) {
        String plain = PLAIN.get(value);
        return plain == null ? afbc(value) : Optional.of(plain);
    }

    /** Returns the name of a vendor, or its number. */
    static String vendor(int number) {
        return VENDORS.getOrDefault(number, "vendor " + number);
    }

    private static Optional<String> afbc(long value) {
        long type = ((long) DrmFourcc.DRM_FORMAT_MOD_VENDOR_ARM() << Modifier.VENDOR_SHIFT)
                | ((long) DrmFourcc.DRM_FORMAT_MOD_ARM_TYPE_AFBC() << ARM_TYPE_SHIFT);
        if (value >>> ARM_TYPE_SHIFT != type >>> ARM_TYPE_SHIFT) {
            return Optional.empty();
        }
        long mode = value ^ type;
        long rest = mode & ~DrmFourcc.AFBC_FORMAT_MOD_BLOCK_SIZE_MASK();
        StringJoiner parts = new StringJoiner(",", "AFBC(", ")");
        parts.add(block(mode & DrmFourcc.AFBC_FORMAT_MOD_BLOCK_SIZE_MASK()));
        for (Part flag : AFBC_FLAGS) {
            if ((rest & flag.value()) != 0) {
                parts.add(flag.name());
                rest &= ~flag.value();
            }
        }
        if (rest != 0) {
            parts.add("0x" + Long.toHexString(rest));
        }
        return Optional.of(parts.toString());
    }

    private static String block(long size) {
        return AFBC_BLOCKS.stream()
                .filter(block -> block.value() == size)
                .map(Part::name)
                .findFirst()
                .orElse("block size " + size);
    }
}
