// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InodeMapTest {
    private final InodeMap<String> map = new InodeMap<>();
    private final List<Long> made = new ArrayList<>();

    private String get(long inode) {
        return map.get(inode, asked -> {
            made.add(asked);
            return Long.toUnsignedString(asked);
        });
    }

    @Test
    void aValueIsMadeOnce() {
        String first = get(7);

        assertThat(first).isEqualTo("7");
        assertThat(get(7)).isSameAs(first);
        assertThat(made).containsExactly(7L);
    }

    @Test
    void itIsEmptyAtFirst() {
        assertThat(map.values()).isEmpty();
    }

    /** The last bits of all of them are the same. */
    @Test
    void inodesOfTheSamePlaceAreToldApart() {
        long[] inodes = {0, 1L << 32, -1L << 32, 1 << 20, Long.MIN_VALUE, 16};
        for (long inode : inodes) {
            get(inode);
        }

        for (long inode : inodes) {
            assertThat(get(inode)).isEqualTo(Long.toUnsignedString(inode));
        }
        assertThat(made).hasSameSizeAs(map.values()).hasSize(inodes.length);
    }

    @Test
    void manyAreFoundAndKeepTheirOrder() {
        Random random = new Random(15);
        Map<Long, String> expected = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long inode = i % 3 == 0 ? random.nextLong() : random.nextInt(5_000);
            expected.putIfAbsent(inode, Long.toUnsignedString(inode));
            assertThat(get(inode)).isEqualTo(expected.get(inode));
        }

        assertThat(map.values()).containsExactlyElementsOf(expected.values());
        assertThat(made).containsExactlyElementsOf(expected.keySet());
    }
}
