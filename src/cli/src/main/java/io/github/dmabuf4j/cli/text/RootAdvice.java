// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.Note;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;

/** Recognises, in sentences of the library, the advice to run as root, which a command can show how to follow. */
public final class RootAdvice {
    private static final String ADVICE = "run as root";

    private RootAdvice() {}

    /** Whether a sentence has the advice. */
    public static boolean isIn(String sentence) {
        return sentence.contains(ADVICE);
    }

    /** Whether a snapshot lacks buffers or holders that root would see. */
    public static boolean concerns(Snapshot snapshot) {
        boolean isWhole =
                snapshot.provides(StatsCapability.ALL_BUFFERS) && snapshot.provides(StatsCapability.ALL_HOLDERS);
        return !isWhole
                && snapshot.sources().stream()
                        .flatMap(source -> source.notes().stream())
                        .map(Note::sentence)
                        .anyMatch(RootAdvice::isIn);
    }
}
