// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.debugfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnknownPartsTest {
    @Test
    void theFirstAreExamplesAndTheRestIsCounted() {
        UnknownParts parts = new UnknownParts();
        assertThat(parts.details()).isEmpty();
        for (long inode = -1; inode <= 4; inode++) {
            parts.add(inode, "x");
        }

        assertThat(parts.details())
                .containsExactly(
                        "buffer 18446744073709551615: x", "buffer 0: x", "buffer 1: x", "buffer 2: x", "and 2 more");
    }
}
