// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.internal.sys.Machine;

/**
 * What is expected of a buffer.
 *
 * @param exporter the allocator's own name, which the kernel reports
 * @param request the size that is requested, in bytes
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
