// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine without heaps; src/it has those with. */
@ExtendWith(UnchangedDescriptors.class)
class DmaHeapTest {

    @BeforeEach
    void assumeNoHeaps() {
        assumeThat(Files.exists(Path.of("/dev/dma_heap")))
                .as("/dev/dma_heap is there: this is about machines without heaps")
                .isFalse();
    }

    @Test
    void withoutHeapsThereAreNoNames() throws DmaBufException {
        assertThat(DmaHeap.names()).isEmpty();
    }

    @Test
    void openSaysWhatTheKernelNeeds() {
        assertThatThrownBy(() -> DmaHeap.open("system"))
                .isInstanceOf(UnsupportedKernelException.class)
                .hasMessageStartingWith("open on /dev/dma_heap/system failed: ENOENT (2), ")
                .hasMessageContaining("CONFIG_DMABUF_HEAPS=y")
                .hasMessageContaining("CONFIG_DMABUF_HEAPS_SYSTEM=y")
                .hasMessageContaining("Linux " + System.getProperty("os.version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../null", "a/b", "a\0b", "a name"})
    void aNameThatNoHeapHasIsNoOtherError(String name) {
        assertThatThrownBy(() -> DmaHeap.open(name)).isInstanceOf(UnsupportedKernelException.class);
    }

    /** As a name with an umlaut where the locale is not UTF-8: Java has no path for it. */
    @Test
    void aNameThatIsNoPathIsNoOtherError() {
        assertThatThrownBy(() -> DmaHeap.open("\ud800")).isInstanceOf(UnsupportedKernelException.class);
    }
}
