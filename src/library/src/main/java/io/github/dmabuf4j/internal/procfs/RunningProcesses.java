// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.NumberedEntries;
import io.github.dmabuf4j.internal.sys.Sys;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The numbers of the processes that a procfs shows. */
public final class RunningProcesses {
    private RunningProcesses() {}

    /**
     * Lists them.
     *
     * @param root where procfs is mounted
     * @return their numbers; empty where they cannot be listed
     */
    public static Set<Integer> of(Path root) {
        Set<Integer> numbers = new HashSet<>();
        int fd = Sys.open(root.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        if (fd < 0) {
            return numbers;
        }
        try {
            NumberedEntries entries = new NumberedEntries(ProcessTable.MOST_DIGITS);
            entries.list(fd);
            for (int i = 0; i < entries.count(); i++) {
                numbers.add(entries.get(i));
            }
            return numbers;
        } finally {
            Sys.close(fd);
        }
    }
}
