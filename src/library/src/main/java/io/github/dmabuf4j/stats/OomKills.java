// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sys.KernelFile;
import java.util.regex.Pattern;

/** Watches the kernel's count of the processes it killed for want of memory (Linux 4.13). */
final class OomKills {
    private static final String FILE = "/proc/vmstat";
    private static final String KEY = "oom_kill ";

    /** A number that makes no sense is none: it must not end the thread that looks. */
    private static final Pattern COUNT = Pattern.compile(KEY + "[0-9]{1,18}");

    private final String file;
    private long seen;

    OomKills() {
        this(FILE);
    }

    /** By a file like the kernel's. */
    OomKills(String file) {
        this.file = file;
        this.seen = count();
    }

    /** Whether there were more since the last call, or since this was made. */
    boolean more() {
        long now = count();
        boolean more = now > seen;
        // It never falls: where it cannot be read, it is 0 for once.
        seen = Math.max(seen, now);
        return more;
    }

    /** 0 where the kernel does not count. */
    private long count() {
        return KernelFile.readAll(file)
                .text()
                .lines()
                .filter(line -> COUNT.matcher(line).matches())
                .mapToLong(line -> Long.parseLong(line.substring(KEY.length())))
                .findFirst()
                .orElse(0);
    }
}
