// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Linux DMA-BUFs: allocate, map, synchronise, and see them in the kernel's statistics. */
@NullMarked
module io.github.dmabuf4j {
    requires org.slf4j;
    requires static com.fasterxml.jackson.core;
    requires static com.fasterxml.jackson.jr.ob;
    requires static com.samskivert.jmustache;
    requires static de.siegmar.fastcsv;
    requires static info.picocli;
    requires static org.jline.terminal;
    requires static org.jspecify;

    exports io.github.dmabuf4j;
    exports io.github.dmabuf4j.share;
    exports io.github.dmabuf4j.stats;
}
