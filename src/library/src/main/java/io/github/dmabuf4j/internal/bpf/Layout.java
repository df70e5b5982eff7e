// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

/** The records of the iterators, as {@code native-headers/dmabuf4j_bpf.h} defines them. Lengths and offsets are bytes. */
final class Layout {
    static final int VERSION = 1;

    static final int BUFFER = 1;
    static final int NAME = 2;
    static final int EXPORTER = 3;
    static final int DEVICE = 4;
    static final int FENCE = 5;
    static final int COUNT = 6;
    static final int PROCESS = 7;
    static final int FILE = 8;
    static final int MAPPING = 9;
    static final int UNREAD = 10;
    static final int END = 11;

    static final int KIND_AT = 1;
    static final int VALUE_AT = 4;

    /** Of the head, after which the fields of each kind begin. */
    static final int HEAD_BYTES = 8;

    static final int BUFFER_BYTES = 56;
    static final int SIZE_AT = 16;
    static final int REFERENCES_AT = 24;
    static final int EXPORTER_AT = 32;
    static final int EXPORTER_BYTES = 24;
    static final int DEVICE_COUNT = 0xffff;
    static final int DEVICES_UNREAD = 0x10000;
    static final int MORE_FENCES = 0x20000;
    static final int LONG_EXPORTER = 0x40000;

    static final int NAME_BYTES = 56;
    static final int TEXT_BYTES = 128;

    static final int FENCE_BYTES = 24;
    static final int SEQNO_AT = 16;
    static final int FENCE_USAGE = 3;
    static final int SIGNALED = 4;

    static final int PROCESS_BYTES = 40;
    static final int START_AT = 16;
    static final int COMMAND_AT = 24;
    static final int COMMAND_BYTES = 16;

    static final int FILE_BYTES = 16;

    static final int MAPPING_BYTES = 32;
    static final int OFFSET_AT = 16;
    static final int LENGTH_AT = 24;

    private Layout() {}
}
