// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The command line of dmabuf4j. */
@NullMarked
module io.github.dmabuf4j.cli {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.jr.ob;
    requires com.samskivert.jmustache;
    requires de.siegmar.fastcsv;
    requires info.picocli;
    requires io.github.dmabuf4j;
    requires org.jline.terminal;
    requires static org.jspecify;

    opens io.github.dmabuf4j.cli to
            info.picocli;
}
