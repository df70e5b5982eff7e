// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.frame.interop.WaylandFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class OfferedFormatsTest {
    private static final Modifier TILED = new Modifier(0x0100_0000_0000_0002L);

    private final OfferedFormats formats = new OfferedFormats();

    private static ByteBuffer table(WaylandFormat... entries) {
        ByteBuffer table = ByteBuffer.allocate(16 * entries.length).order(ByteOrder.nativeOrder());
        for (WaylandFormat entry : entries) {
            table.putInt(entry.code()).putInt(0).putLong(entry.modifier().value());
        }
        return table.flip();
    }

    private static byte[] indexes(int... indexes) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * indexes.length).order(ByteOrder.nativeOrder());
        for (int index : indexes) {
            bytes.putShort((short) index);
        }
        return bytes.array();
    }

    private static WaylandFormat pair(DrmFormat format, Modifier modifier) {
        return new WaylandFormat(format.code(), modifier);
    }

    @Test
    void onlyWhatATrancheNamesIsOffered() throws Failure {
        formats.setTable(table(
                pair(DrmFormat.XRGB8888, TILED),
                pair(DrmFormat.ARGB8888, Modifier.LINEAR),
                pair(DrmFormat.RGB565, Modifier.LINEAR)));
        formats.addEntries(indexes(1));
        formats.addEntries(indexes(0));
        assertThat(formats.forLinear(DrmFormat.ARGB8888)).isEqualTo(Modifier.LINEAR);
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> formats.forLinear(DrmFormat.RGB565))
                .withMessage(
                        "this compositor does not show linear buffers of RGB565; it shows linear ones of ARGB8888");
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> formats.forLinear(DrmFormat.XRGB8888))
                .withMessage("this compositor does not show linear buffers of XRGB8888, only those of " + TILED
                        + "; it shows linear ones of ARGB8888");
    }

    @Test
    void withoutModifiersALinearBufferIsOneWithoutAStatedModifier() throws Failure {
        formats.add(pair(DrmFormat.XRGB8888, Modifier.INVALID));
        assertThat(formats.forLinear(DrmFormat.XRGB8888)).isEqualTo(Modifier.INVALID);
        formats.add(pair(DrmFormat.XRGB8888, Modifier.LINEAR));
        assertThat(formats.forLinear(DrmFormat.XRGB8888)).isEqualTo(Modifier.LINEAR);
    }

    @Test
    void aDamagedTableIsSaid() throws Failure {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> formats.setTable(ByteBuffer.allocate(15)))
                .withMessage("the compositor's table of formats has 15 bytes, not a multiple of 16");
        formats.setTable(table(pair(DrmFormat.XRGB8888, Modifier.LINEAR)));
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> formats.addEntries(indexes(0, 0xffff)))
                .withMessage("the compositor offers entry 65535 of a table of 1 formats");
    }
}
