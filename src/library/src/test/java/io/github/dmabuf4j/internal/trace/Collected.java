// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import java.util.ArrayList;
import java.util.List;

/** Collects what a trace passes on. */
final class Collected implements TraceSink {
    final List<TraceEvent> events = new ArrayList<>();
    final List<String> losses = new ArrayList<>();
    final List<String> others = new ArrayList<>();

    @Override
    public void event(TraceEvent event) {
        events.add(event);
    }

    @Override
    public void lost(long count, int processor) {
        losses.add(count + " on " + processor);
    }

    @Override
    public void notUnderstood(String line) {
        others.add(line);
    }
}
