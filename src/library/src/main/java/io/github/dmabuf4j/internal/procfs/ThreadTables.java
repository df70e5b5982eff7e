// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.NumberedEntries;
import io.github.dmabuf4j.internal.sys.ProcessCalls;
import io.github.dmabuf4j.internal.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the threads that have a table of descriptors of their own: {@code unshare(CLONE_FILES)} makes one. For one thread at a
 * time.
 */
final class ThreadTables {
    private final boolean comparable;
    private final DescriptorReader descriptors;
    private final NumberedEntries threads = new NumberedEntries(ProcessTable.MOST_DIGITS);

    /**
     * For the processes of a procfs.
     *
     * @param comparable whether threads can be compared: whether procfs shows the numbers that system calls take
     * @param descriptors reads those of one table
     */
    ThreadTables(boolean comparable, DescriptorReader descriptors) {
        this.comparable = comparable;
        this.descriptors = descriptors;
    }

    /** The descriptors of buffers of a process's threads that may have others than the visible one. */
    List<OpenBuffer> read(ProcessDirectory process, ProcessDirectory visible, List<ReadProblem> problems)
            throws DmaBufException {
        int task = process.open(ProcessDirectory.TASK);
        int result = task;
        try {
            result = task < 0 ? task : threads.list(task);
            if (result >= 0) {
                return ofOwnTables(task, process, visible, problems);
            }
        } finally {
            if (task >= 0) {
                Sys.close(task);
            }
        }
        ProcessDirectory.checkGone("readdir", process.path(ProcessDirectory.TASK), result);
        return List.of();
    }

    private List<OpenBuffer> ofOwnTables(
            int task, ProcessDirectory process, ProcessDirectory visible, List<ReadProblem> problems)
            throws DmaBufException {
        List<OpenBuffer> all = new ArrayList<>(0);
        for (int i = 0; i < threads.count(); i++) {
            int thread = threads.get(i);
            if (hasOwnTable(visible.number(), thread)) {
                String path = process.path(ProcessDirectory.TASK);
                all.addAll(descriptors
                        .read(new ProcessDirectory(task, path, thread), problems)
                        .buffers());
            }
        }
        return all;
    }

    /** If they cannot be compared, both are read: a descriptor that is seen twice counts once. */
    private boolean hasOwnTable(int visible, int thread) {
        if (thread == visible) {
            return false;
        }
        int compared = comparable ? ProcessCalls.compareFiles(visible, thread) : -LibC.ENOSYS();
        return compared != 0 && compared != -LibC.ESRCH();
    }
}
