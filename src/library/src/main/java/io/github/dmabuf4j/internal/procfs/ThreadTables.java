// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ProcessCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the threads that have a table of descriptors of their own: {@code unshare(CLONE_FILES)} makes one. */
final class ThreadTables {
    private final boolean comparable;

    /**
     * For the processes of a procfs.
     *
     * @param comparable whether threads can be compared: whether procfs shows the numbers that system calls take
     */
    ThreadTables(boolean comparable) {
        this.comparable = comparable;
    }

    /** The directories of a process's threads that may have other descriptors than the visible one. */
    List<Path> withOwnTable(Path process, Path visible) throws DmaBufException {
        int first = number(visible);
        Path task = process.resolve("task");
        List<Path> others = new ArrayList<>();
        for (String thread : ProcessReader.FILES.names(task).orElse(List.of())) {
            int other = Integer.parseInt(thread);
            // If they cannot be compared, both are read: a descriptor that is seen twice counts once.
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
