// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Stands in for DMA-BUFs in unit tests, on machines without heaps. */
@NullMarked
module io.github.dmabuf4j.testing {
    requires transitive io.github.dmabuf4j;
    requires static org.jspecify;

    exports io.github.dmabuf4j.testing;
}
