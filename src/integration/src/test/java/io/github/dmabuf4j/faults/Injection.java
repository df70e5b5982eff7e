// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Configures, in debugfs, the steps that the kernel's failure injection lets fail. */
final class Injection {
    private static final Path DEBUGFS = Path.of("/sys/kernel/debug");
    private static final String NO = "N";

    private Injection() {}

    /** Includes all allocations, also those that may sleep and those of user pages, and all copies. */
    static void ofEverything() throws IOException {
        set("failslab/ignore-gfp-wait", NO);
        set("fail_page_alloc/ignore-gfp-wait", NO);
        set("fail_page_alloc/ignore-gfp-highmem", NO);
        set("fail_page_alloc/min-order", "0");
        // Otherwise each failure would write a stack trace into the kernel log.
        for (String capability : List.of("failslab", "fail_page_alloc", "fail_usercopy")) {
            if (Files.exists(DEBUGFS.resolve(capability))) {
                set(capability + "/verbose", "0");
            }
        }
    }

    private static void set(String attribute, String value) throws IOException {
        Files.writeString(DEBUGFS.resolve(attribute), value);
    }
}
