// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.stats.Sampler;
import org.jspecify.annotations.Nullable;

/** Requests of a user by a signal, which may come before the sampler is there. Any thread may call. */
final class SignalRequests {
    /** The reason of a sample that a user has asked for. */
    private static final String REASON = "signal";

    private @Nullable Sampler sampler;
    private boolean isAsked;

    /** Takes a request. */
    synchronized void ask() {
        if (sampler == null) {
            isAsked = true;
        } else {
            sampler.sampleNow(REASON);
        }
    }

    /** Passes on what was asked for, and later requests. */
    synchronized void serveBy(Sampler started) {
        sampler = started;
        if (isAsked) {
            started.sampleNow(REASON);
        }
    }
}
