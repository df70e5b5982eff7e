// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Linux DMA-BUFs: allocate, map, synchronise, and see them in the kernel's statistics. */
@NullMarked
@SuppressWarnings("module") // the modules that exports name are compiled after this
module io.github.dmabuf4j {
    requires org.slf4j;
    requires static org.jspecify;

    exports io.github.dmabuf4j;
    exports io.github.dmabuf4j.share;
    exports io.github.dmabuf4j.stats;
    exports io.github.dmabuf4j.internal.sys to
            io.github.dmabuf4j.cli;
    exports io.github.dmabuf4j.internal.standin to
            io.github.dmabuf4j.testing;
}
