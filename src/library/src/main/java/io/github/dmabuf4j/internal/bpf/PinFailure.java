// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import java.nio.file.Path;
import java.util.List;

/** Why pins cannot be read, and what to do. */
final class PinFailure {
    private static final String PIN = "dmabuf bpf pin --group GROUP";

    private PinFailure() {}

    static DmaBufException of(PinDirectory directory, IteratorProgram program, int errno) {
        Path set = PinnedIterators.ofThisVersion(directory.path());
        String path = set.resolve(program.symbol()).toString();
        if (ErrorNumber.isNoPermission(errno)) {
            return new NoPermissionException("open", path, errno, whoMayRead(set));
        }
        if (errno == LibC.ENOENT()) {
            return new UnsupportedKernelException("open", path, errno, whatIsThere(directory));
        }
        return new DmaBufException("open", path, errno);
    }

    private static String whoMayRead(Path set) {
        return PinnedSet.group(set)
                .map(group -> "these pins are for the group " + group + ": join it")
                .orElse("these pins are for root alone: have root give them to a group: " + PIN);
    }

    private static String whatIsThere(PinDirectory directory) {
        List<String> versions = versions(directory);
        if (versions.contains(PinnedIterators.THIS_VERSION)) {
            return "the pins are not complete: have root pin them again: " + PIN;
        }
        return versions.isEmpty()
                ? "nothing is pinned there: have root do it: " + PIN
                : "the pins there are of another version of dmabuf4j (" + String.join(", ", versions)
                        + "): have root pin them again: " + PIN;
    }

    /** The versions of which there are pins; none if this user may not see that. */
    static List<String> versions(PinDirectory directory) {
        try {
            return directory.versions();
        } catch (DmaBufException unreadable) {
            return List.of();
        }
    }
}
