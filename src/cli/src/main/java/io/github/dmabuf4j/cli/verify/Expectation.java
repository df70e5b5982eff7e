// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.internal.sys.Machine;

/**
 * What a buffer must turn out to be.
 *
 * @param exporter its heap's own name
 * @param request the bytes asked for
 */
record Expectation(String exporter, long request) {
    static final String NAME = "dmabuf-verify";

    String size() {
        return bytes(Machine.roundUpToPages(request));
    }

    static String bytes(long bytes) {
        return bytes + " bytes";
    }
}
