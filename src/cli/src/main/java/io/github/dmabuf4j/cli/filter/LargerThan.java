// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.filter;

import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.StatsCapability;

/** The buffers of more than so many bytes. */
record LargerThan(long bytes) implements Condition {
    @Override
    public String option() {
        return "larger";
    }

    @Override
    public Object value() {
        return bytes;
    }

    @Override
    public StatsCapability needed() {
        return StatsCapability.SIZE_AND_EXPORTER;
    }

    @Override
    public boolean admits(BufferInfo buffer) {
        return buffer.size().orElse(0) > bytes;
    }

    @Override
    public boolean knows(BufferInfo buffer) {
        return buffer.size().isPresent();
    }
}
