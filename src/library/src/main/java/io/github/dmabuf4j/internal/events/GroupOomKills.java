// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.events;

import io.github.dmabuf4j.internal.sys.KernelFile;
import java.util.OptionalLong;

/** The kernel's count of the processes of one control group, of version 2, that it killed because memory was short. */
public final class GroupOomKills {
    private static final String ROOT = "/sys/fs/cgroup";
    private static final String FILE = "/memory.events";

    private final String file;
    private final OptionalLong before;

    /**
     * Counts from now on.
     *
     * @param path the path of the group in the reader's cgroup namespace
     */
    public GroupOomKills(String path) {
        this.file = ROOT + path + FILE;
        this.before = count();
    }

    /** Whether the group has certainly lost a process since this was made. */
    public boolean hasGrown() {
        OptionalLong now = count();
        return before.isPresent() && now.isPresent() && now.getAsLong() > before.getAsLong();
    }

    /** Whether the group has lost a process since this was made; true also where that is not known, as for the root group. */
    public boolean mayHaveGrown() {
        OptionalLong now = count();
        return before.isEmpty() || now.isEmpty() || now.getAsLong() > before.getAsLong();
    }

    private OptionalLong count() {
        return OomKills.count(KernelFile.read(file).text());
    }
}
