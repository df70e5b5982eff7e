// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ProcessCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the threads that have a table of descriptors of their own: {@code unshare(CLONE_FILES)} makes one. */
final class ThreadTables {
    private final boolean comparable;

    /** Whether threads can be compared: where procfs shows the numbers that system calls take. */
    ThreadTables(boolean comparable) {
        this.comparable = comparable;
    }

    /** The directories of a process's threads that may have other descriptors than the visible one. */
    List<Path> withOwnTable(Path process, Path visible) throws DmaBufException {
        int first = number(visible);
        Path task = process.resolve("task");
        List<Path> others = new ArrayList<>();
        for (String thread : Listing.of(task).orElse(List.of())) {
            int other = Integer.parseInt(thread);
            // Where they cannot be compared, both are read: the same descriptor twice counts once.
            int compared = comparable ? ProcessCalls.compareFiles(first, other) : -LibC.ENOSYS();
            if (other != first && compared != 0 && compared != -LibC.ESRCH()) {
                others.add(task.resolve(thread));
            }
        }
        return others;
    }

    private static int number(Path process) {
        return Integer.parseInt(String.valueOf(process.getFileName()));
    }
}
