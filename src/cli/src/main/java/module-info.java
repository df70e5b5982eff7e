// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** The command line {@code dmabuf}: allocates, checks, lists and records Linux DMA-BUFs. It is a program and exports no API. */
@NullMarked
@SuppressWarnings("requires-automatic") // the modules of the Prometheus client have no descriptor
module io.github.dmabuf4j.cli {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.jr.ob;
    requires com.samskivert.jmustache;
    requires de.siegmar.fastcsv;
    requires info.picocli;
    requires io.github.dmabuf4j;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires jdk.httpserver;
    requires org.jline.terminal;
    requires static org.jspecify;

    // picocli creates the commands and sets the fields of their options.
    opens io.github.dmabuf4j.cli to
            info.picocli;
    opens io.github.dmabuf4j.cli.command to
            info.picocli;
    opens io.github.dmabuf4j.cli.option to
            info.picocli;
}
