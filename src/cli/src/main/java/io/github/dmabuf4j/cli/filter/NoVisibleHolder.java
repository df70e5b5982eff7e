// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.filter;

import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.StatsCapability;

/** The buffers that no process was seen to hold. */
record NoVisibleHolder() implements Condition {
    @Override
    public String option() {
        return "kernel-only";
    }

    @Override
    public Object value() {
        return true;
    }

    @Override
    public StatsCapability needed() {
        return StatsCapability.HOLDERS;
    }

    @Override
    public boolean admits(BufferInfo buffer) {
        return !buffer.heldByUserSpace();
    }
}
