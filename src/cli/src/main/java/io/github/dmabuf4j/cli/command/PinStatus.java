// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.bpf.AndroidPin;
import io.github.dmabuf4j.internal.bpf.PinnedSet;
import io.github.dmabuf4j.stats.BpfStats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a set of pins, or of Android's pin.
 *
 * @param name the version of the set, or the path of Android's pin
 * @param isOfThisVersion whether commands use it first
 * @param group who may read it beside root
 * @param programs what is pinned
 * @param buffers how many buffers a pass gave
 * @param problem why this user cannot read it
 */
record PinStatus(
        String name,
        boolean isOfThisVersion,
        Optional<String> group,
        List<String> programs,
        OptionalInt buffers,
        Optional<String> problem) {

    /** Reads the pins, if they are of this version. */
    static PinStatus of(Path directory, PinnedSet set) {
        if (!set.isOfThisVersion()) {
            return of(set, OptionalInt.empty(), "they are of another version of dmabuf: dmabuf bpf unpin removes them");
        }
        try (BpfStats stats = BpfStats.open(directory)) {
            return of(set, OptionalInt.of(stats.read().buffers().size()), null);
        } catch (DmaBufException failure) {
            return of(set, OptionalInt.empty(), failure.getMessage());
        }
    }

    private static PinStatus of(PinnedSet set, OptionalInt buffers, @Nullable String problem) {
        return new PinStatus(
                set.version(),
                set.isOfThisVersion(),
                set.group(),
                set.programs(),
                buffers,
                Optional.ofNullable(problem));
    }

    /** That of Android's pin; empty if there is none that this user can see. */
    static Optional<PinStatus> ofAndroid() {
        if (!Files.exists(AndroidPin.FILE)) {
            return Optional.empty();
        }
        try {
            int buffers = new AndroidPin(AndroidPin.FILE).read().buffers().size();
            return Optional.of(ofAndroid(OptionalInt.of(buffers), null));
        } catch (DmaBufException failure) {
            return Optional.of(ofAndroid(OptionalInt.empty(), failure.getMessage()));
        }
    }

    private static PinStatus ofAndroid(OptionalInt buffers, @Nullable String problem) {
        return new PinStatus(
                AndroidPin.FILE.toString(), false, Optional.empty(), List.of(), buffers, Optional.ofNullable(problem));
    }

    /** Whether the commands of this user read the buffers by it. */
    boolean isUsed() {
        return isOfThisVersion && problem.isEmpty();
    }

    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("pins", name);
        document.put("group", group.orElse(null));
        document.put("programs", programs);
        document.put("buffers", buffers.isPresent() ? buffers.getAsInt() : null);
        document.put("readable", problem.isEmpty());
        document.put("problem", problem.orElse(null));
        return document;
    }
}
