// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import java.util.Optional;

/**
 * A probe at a function of the kernel, for what it has no tracepoint. The kernel finds the fields of structures by its description of
 * its own types (BTF, Linux 6.6).
 */
enum Probe {
    /** The file of a buffer is released once, with the last reference. */
    FREE("dma_buf_free", "dma_buf_file_release ino=inode->i_ino:u64", Optional.empty()),

    /** The name as four numbers: a text could hold a line end, and with it whole events of its own making. */
    NAME(
            "dma_buf_name",
            "dma_buf_ioctl ino=file->f_inode->i_ino:u64 cmd=cmd:u32"
                    + " n0=+u0(arg):x64 n1=+u8(arg):x64 n2=+u16(arg):x64 n3=+u24(arg):x64",
            Optional.of("cmd == 0x40086201")); // DMA_BUF_SET_NAME_B

    private final String eventName;
    private final String place;
    private final Optional<String> filter;

    Probe(String eventName, String place, Optional<String> filter) {
        this.eventName = eventName;
        this.place = place;
        this.filter = filter;
    }

    /** The name of its event. */
    String eventName() {
        return eventName;
    }

    /** What to write to {@code dynamic_events} to make it in a group. */
    String definition(String group) {
        return "p:" + group + "/" + eventName + " " + place;
    }

    /** What to write there to remove it. */
    String removal(String group) {
        return "-:" + group + "/" + eventName;
    }

    /** The condition of its events; empty if each counts. */
    Optional<String> filter() {
        return filter;
    }
}
