// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import picocli.CommandLine.Option;

/** The options {@code --json} and {@code --csv}: a group of which at most one can be given. */
final class Format {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--csv", description = "Print CSV (RFC 4180), sizes in bytes.")
    private boolean csv;

    boolean json() {
        return json;
    }

    boolean csv() {
        return csv;
    }
}
