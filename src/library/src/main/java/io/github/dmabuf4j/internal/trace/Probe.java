// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A probe at a function of the kernel, for what it has no tracepoint. The kernel finds the fields of structures by its description of
 * its own types (BTF, Linux 6.6). Before Linux 7.0 there is one in place of each tracepoint, with the same name.
 */
enum Probe {
    EXPORT(
            Fields.RETURN,
            "dma_buf_export",
            "dma_buf_export " + Fields.OF_RESULT + Fields.exporter("$retval"),
            Fields.IS_SUCCESS),

    /**
     * Each descriptor of the machine passes here: the system heap does not call {@code dma_buf_fd}. The filter leaves those of
     * buffers, which descriptors that are duplicated, or received by a socket, are too.
     */
    FD(
            "p",
            "dma_buf_fd",
            "fd_install " + Fields.OF_FILE + " fd=fd:s32 magic=file->f_inode->i_sb->s_magic:u64",
            "magic == 0x444d4142"), // DMA_BUF_MAGIC

    /** The descriptor is an argument: a probe at a return has these from Linux 6.9 on. */
    GET(
            Fields.RETURN,
            "dma_buf_get",
            "dma_buf_get " + Fields.OF_RESULT + " fd=fd:s32" + Fields.exporter("$retval"),
            Fields.IS_SUCCESS),
    PUT("p", "dma_buf_put", "dma_buf_put " + Fields.OF_BUFFER + Fields.exporter("dmabuf")),
    ATTACH(
            Fields.RETURN,
            "dma_buf_dynamic_attach",
            "dma_buf_dynamic_attach result=$retval:x64 " + Fields.of("$retval->dmabuf")
                    + Fields.exporter("$retval->dmabuf") + Fields.device("$retval"),
            Fields.IS_SUCCESS),
    DETACH(
            "p",
            "dma_buf_detach",
            "dma_buf_detach " + Fields.OF_BUFFER + Fields.exporter("dmabuf") + Fields.device("attach")),

    /** The function is at its beginning: it has not compared the range with the buffer yet. */
    MMAP(
            "p",
            "dma_buf_mmap_internal",
            "dma_buf_mmap_internal " + Fields.OF_FILE + " first=vma->vm_pgoff:u64" + Fields.RANGE),
    MMAP_BY_DRIVER(
            "p",
            "dma_buf_mmap",
            "dma_buf_mmap " + Fields.OF_BUFFER + " first=pgoff:u64" + Fields.RANGE + Fields.exporter("dmabuf")),

    /** The file of a buffer is released once, with the last reference. */
    FREE("p", "dma_buf_free", "dma_buf_file_release ino=inode->i_ino:u64"),

    /** The name as four numbers: a text could hold a line end, and with it whole events of its own making. */
    NAME(
            "p",
            "dma_buf_name",
            "dma_buf_ioctl ino=file->f_inode->i_ino:u64 cmd=cmd:u32"
                    + " n0=+u0(arg):x64 n1=+u8(arg):x64 n2=+u16(arg):x64 n3=+u24(arg):x64",
            "cmd == 0x40086201"); // DMA_BUF_SET_NAME_B

    /** What {@link EventBody} reads: texts come after all figures. */
    private static final class Fields {
        /**
         * At a return, with how many calls it follows at once. The kernel's default is twice the number of processors, at least 10: calls
         * that sleep while they allocate memory are more.
         */
        static final String RETURN = "r256";

        /** A pointer, and not an errno in place of one. */
        static final String IS_SUCCESS = "result < 0xfffffffffffff001";

        static final String OF_BUFFER = of("dmabuf");
        static final String OF_RESULT = "result=$retval:x64 " + of("$retval");

        /** The buffer itself, with the exporter, is behind a pointer without a type. */
        static final String OF_FILE = "ino=file->f_inode->i_ino:u64 size=file->f_inode->i_size:u64";

        static final String RANGE = " start=vma->vm_start:u64 end=vma->vm_end:u64";

        private Fields() {}

        static String of(String buffer) {
            return "ino=" + buffer + "->file->f_inode->i_ino:u64 size=" + buffer + "->size:u64";
        }

        static String exporter(String buffer) {
            return " exp=" + buffer + "->exp_name:string";
        }

        static String device(String attachment) {
            return " dev=" + attachment + "->dev->kobj.name:string";
        }
    }

    private final String type;
    private final String eventName;
    private final String place;
    private final Optional<String> filter;

    Probe(String type, String eventName, String place) {
        this(type, eventName, place, Optional.empty());
    }

    Probe(String type, String eventName, String place, String filter) {
        this(type, eventName, place, Optional.of(filter));
    }

    Probe(String type, String eventName, String place, Optional<String> filter) {
        this.type = type;
        this.eventName = eventName;
        this.place = place;
        this.filter = filter;
    }

    /** The one whose event has this name. */
    static Probe of(String eventName) {
        return Stream.of(values())
                .filter(probe -> probe.eventName.equals(eventName))
                .findFirst()
                .orElseThrow();
    }

    /** Whether one has an event of this name. */
    static boolean isOne(String eventName) {
        return Stream.of(values()).anyMatch(probe -> probe.eventName.equals(eventName));
    }

    /** The name of its event. */
    String eventName() {
        return eventName;
    }

    /** What to write to {@code dynamic_events} to make it in a group. */
    String definition(String group) {
        return type + ":" + group + "/" + eventName + " " + place;
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
