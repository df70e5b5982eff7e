// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.events;

import io.github.dmabuf4j.internal.sys.KernelFile;
import java.util.OptionalLong;

/** The kernel's count of the processes of one control group, of version 2, that it killed because memory was short. */
public final class GroupOomKills {
    private static final String ROOT = "/sys/fs/cgroup";
    private static final String FILE = "/memory.events";

    private final String path;
    private final OptionalLong before;

    /**
     * Counts from now on.
     *
     * @param path the path of the group in the reader's cgroup namespace
     */
    public GroupOomKills(String path) {
        this.path = path;
        this.before = count();
    }

    /** Returns the path of the group. */
    public String path() {
        return path;
    }

    /** Whether the group has lost a process since this was made; true also where that is not known, as for the root group. */
    public boolean mayHaveGrown() {
        OptionalLong now = count();
        return before.isEmpty() || now.isEmpty() || now.getAsLong() > before.getAsLong();
    }

    private OptionalLong count() {
        return OomKills.count(KernelFile.read(ROOT + path + FILE).text());
    }
}
