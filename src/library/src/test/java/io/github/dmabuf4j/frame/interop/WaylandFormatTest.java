// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class WaylandFormatTest {
    private static final int XR24 = 0x34325258;
    private static final int UNKNOWN = 0x21212121;
    private static final int PADDING = 0xdeadbeef;

    private static ByteBuffer table() {
        return ByteBuffer.allocate(64)
                .order(ByteOrder.nativeOrder())
                .putInt(XR24)
                .putInt(PADDING)
                .putLong(0)
                .putInt(UNKNOWN)
                .putInt(PADDING)
                .putLong(0x0100_0000_8000_0001L)
                .flip();
    }

    @Test
    void aTableIsReadEntryByEntry() {
        // Neither the buffer's own byte order nor its position counts.
        ByteBuffer table = table().order(ByteOrder.BIG_ENDIAN);
        assertThat(WaylandFormat.table(table))
                .containsExactly(
                        new WaylandFormat(XR24, Modifier.LINEAR),
                        new WaylandFormat(UNKNOWN, new Modifier(0x0100_0000_8000_0001L)));
        assertThat(table.position()).isZero();
        assertThat(WaylandFormat.table(table().position(16))).hasSize(1);
        assertThat(WaylandFormat.table(ByteBuffer.allocate(0))).isEmpty();
    }

    @Test
    void aTableWithoutItsEndIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WaylandFormat.table(ByteBuffer.allocate(17)))
                .withMessage("the compositor's table of formats has 17 bytes, not a multiple of 16");
    }

    @Test
    void theHalvesOfAModifierAreUnsigned() {
        assertThat(WaylandFormat.of(XR24, 0x00ff_ffff, -1)).isEqualTo(new WaylandFormat(XR24, Modifier.INVALID));
        assertThat(WaylandFormat.of(XR24, 0, 0)).isEqualTo(new WaylandFormat(XR24, Modifier.LINEAR));
        assertThat(WaylandFormat.of(XR24, 1, 0x8000_0000).modifier().value()).isEqualTo(0x1_8000_0000L);
    }

    @Test
    void aFormatMayBeNewerThanTheLibrary() {
        assertThat(new WaylandFormat(XR24, Modifier.LINEAR).format()).contains(DrmFormat.XRGB8888);
        assertThat(new WaylandFormat(UNKNOWN, Modifier.LINEAR).format()).isEmpty();
    }
}
