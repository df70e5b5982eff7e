// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTargetTest {
    /** A buffer in which something longer was before. */
    private static boolean isIn(LinkTarget target, String link) {
        byte[] bytes = link.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        buffer.put(0, "x".repeat(64).getBytes(StandardCharsets.UTF_8));
        buffer.put(0, bytes);
        return target.isIn(buffer, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dmabuf:", "/dmabuf:a", "anon_inode:sync_file", "twenty-four bytes long.."})
    void eachByteCounts(String text) {
        LinkTarget target = new LinkTarget(text);

        assertThat(isIn(target, text)).isTrue();
        assertThat(isIn(target, text + "x")).as("a longer one").isFalse();
        assertThat(isIn(target, text.substring(1))).as("a shorter one").isFalse();
        for (int i = 0; i < text.length(); i++) {
            String other = text.substring(0, i) + "#" + text.substring(i + 1);
            assertThat(isIn(target, other)).as(other).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 0})
    void aFailedReadingIsNone(int result) {
        assertThat(new LinkTarget("/dmabuf:").isIn(ByteBuffer.allocate(64), result))
                .isFalse();
    }
}
