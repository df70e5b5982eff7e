// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import java.util.Locale;

/** What a kernel reports events by. */
public enum TraceSource {
    /** The kernel's tracepoints of DMA-BUFs, from Linux 7.0 on. Frees and names have none: a probe reports them. */
    TRACEPOINTS,
    /** Probes at the functions that have these tracepoints later. */
    PROBES;

    /** The name in listings. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
