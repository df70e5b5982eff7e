// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.events;

import io.github.dmabuf4j.internal.sys.KernelFile;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Watches the kernel's count of the processes that it killed because memory was short (Linux 4.13). */
public final class OomKills {
    private static final String FILE = "/proc/vmstat";
    private static final String KEY = "oom_kill ";

    /** A number that makes no sense is ignored: it must not end the thread that reads it. */
    private static final Pattern COUNT = Pattern.compile(KEY + "[0-9]{1,18}");

    private final String file;
    private long seen;

    /** Counts from now on. */
    public OomKills() {
        this(FILE);
    }

    /**
     * Counts by another file.
     *
     * @param file a file like the kernel's
     */
    public OomKills(String file) {
        this.file = file;
        this.seen = count();
    }

    /** Returns how many processes were killed since the last call, or since this was made. */
    public long more() {
        long now = count();
        long more = Math.max(0, now - seen);
        // The count never falls. It is 0 once when the file cannot be read.
        seen += more;
        return more;
    }

    /** 0 if the kernel does not count. */
    private long count() {
        return count(KernelFile.readAll(file).text()).orElse(0);
    }

    /** The count in a text of keys and numbers. */
    static OptionalLong count(String text) {
        return text.lines()
                .filter(line -> COUNT.matcher(line).matches())
                .mapToLong(line -> Long.parseLong(line.substring(KEY.length())))
                .findFirst();
    }
}
