// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.filter.FilteredSnapshot;
import io.github.dmabuf4j.stats.LeakSuspect;
import java.time.Instant;
import java.util.List;

/**
 * What a watch has seen.
 *
 * @param suspects the suspects at its end
 * @param from the time of the first sample
 * @param last the last sample
 * @param samples how many samples there were
 * @param missing how many could not be taken
 * @param unwatched how many subjects there were too many to watch
 */
record Watched(
        List<LeakSuspect> suspects, Instant from, FilteredSnapshot last, long samples, long missing, int unwatched) {}
