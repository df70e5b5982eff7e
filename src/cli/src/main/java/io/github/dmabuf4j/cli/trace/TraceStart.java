// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.internal.trace.EventKind;
import io.github.dmabuf4j.internal.trace.TraceSource;
import java.util.Set;

/**
 * What a trace records.
 *
 * @param source what the kernel reports the events by
 * @param missing the events that this kernel does not report
 * @param stackProblem a clause that says why it has no stacks, or no names in them; empty if it has, or they are not wanted
 */
record TraceStart(TraceSource source, Set<EventKind> missing, String stackProblem) {}
