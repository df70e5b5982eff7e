// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes the records of one pass. Used by one thread. */
final class RecordDecoder {
    /** What precedes the name of a buffer in its path. */
    private static final int PATH_START = "/dmabuf:".length();

    /** Positions and lengths of records are numbers of words. */
    private static final int WORD = Long.BYTES;

    private static final int BYTE_MASK = 0xff;
    private static final int KIND_SHIFT = Layout.KIND_AT * Byte.SIZE;
    private static final int VALUE_SHIFT = Layout.VALUE_AT * Byte.SIZE;

    private final long[] records;
    private final RecordSink sink;
    private final ExporterNames exporters = new ExporterNames();

    /** What belongs to the next buffer. */
    private Optional<String> name = Optional.empty();

    private Optional<String> longExporter = Optional.empty();
    private final List<String> devices = new ArrayList<>();
    private final List<ListedFence> fences = new ArrayList<>();

    /**
     * Prepares for a pass.
     *
     * @param records takes the records. An array, since nearly all that commands decode is interpreted: there each access to native
     *     memory takes a hundred times as long
     */
    RecordDecoder(long[] records, RecordSink sink) {
        this.records = records;
        this.sink = sink;
    }

    /**
     * Decodes what a read returned, which is whole records.
     *
     * @param bytes how much that is
     * @return whether all of it was understood
     */
    boolean decode(int bytes) {
        int words = bytes / WORD;
        int at = 0;
        while (at < words) {
            int kind = kind(records[at]);
            int length = length(kind) / WORD;
            if (length == 0 || length > words - at) {
                return false;
            }
            take(kind, at);
            at += length;
        }
        return bytes % WORD == 0;
    }

    /** The kind of a record; 0 if it is of another version. */
    private static int kind(long head) {
        return (head & BYTE_MASK) == Layout.VERSION ? (int) (head >>> KIND_SHIFT) & BYTE_MASK : 0;
    }

    /** The length of a record in bytes; 0 if there is no such kind. */
    private static int length(int kind) {
        return switch (kind) {
            case Layout.FILE -> Layout.FILE_BYTES;
            case Layout.BUFFER -> Layout.BUFFER_BYTES;
            case Layout.MAPPING -> Layout.MAPPING_BYTES;
            case Layout.PROCESS -> Layout.PROCESS_BYTES;
            case Layout.NAME -> Layout.NAME_BYTES;
            case Layout.DEVICE, Layout.EXPORTER -> Layout.TEXT_BYTES;
            case Layout.FENCE -> Layout.FENCE_BYTES;
            case Layout.COUNT, Layout.UNREAD, Layout.END -> Layout.HEAD_BYTES;
            default -> 0;
        };
    }

    private void take(int kind, int at) {
        int value = (int) (records[at] >>> VALUE_SHIFT);
        switch (kind) {
            case Layout.FILE -> sink.file(field(at, Layout.HEAD_BYTES), value);
            case Layout.BUFFER -> buffer(at, value);
            case Layout.MAPPING -> mapping(at);
            case Layout.PROCESS -> process(at, value);
            case Layout.NAME -> name = name(at);
            case Layout.DEVICE -> devices.add(text(at));
            case Layout.EXPORTER -> longExporter = whole(text(at));
            case Layout.FENCE -> fence(at, value);
            case Layout.COUNT -> sink.count(value);
            case Layout.UNREAD -> sink.unread(value);
            default -> sink.end(value);
        }
    }

    /** The field of a record at an offset in bytes. */
    private long field(int at, int offset) {
        return records[at + offset / WORD];
    }

    private void buffer(int at, int value) {
        boolean devicesRead = (value & Layout.DEVICES_UNREAD) == 0;
        sink.buffer(new ListedBuffer(
                field(at, Layout.HEAD_BYTES),
                field(at, Layout.SIZE_AT),
                field(at, Layout.REFERENCES_AT),
                (value & Layout.LONG_EXPORTER) == 0
                        ? exporters.at(records, at + Layout.EXPORTER_AT / WORD)
                        : longExporter,
                name,
                devicesRead ? last(devices, value & Layout.DEVICE_COUNT) : List.of(),
                devicesRead,
                fences.isEmpty() ? List.of() : List.copyOf(fences),
                (value & Layout.MORE_FENCES) == 0));
        name = Optional.empty();
        if (!devices.isEmpty()) {
            devices.clear();
        }
        if (!fences.isEmpty()) {
            fences.clear();
        }
    }

    private static List<String> last(List<String> all, int count) {
        return count == 0 ? List.of() : List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
    }

    private Optional<String> name(int at) {
        String path = text(at + Layout.HEAD_BYTES / WORD, Layout.NAME_BYTES - Layout.HEAD_BYTES);
        // A name can be empty. A path without the start is not one of the kernel's.
        return path.length() < PATH_START ? Optional.empty() : Optional.of(path.substring(PATH_START));
    }

    private String text(int at) {
        return text(at + Layout.HEAD_BYTES / WORD, Layout.TEXT_BYTES - Layout.HEAD_BYTES);
    }

    /** A name that fills its field may have been longer. */
    private static Optional<String> whole(String text) {
        return KernelText.length(text) < Layout.TEXT_BYTES - Layout.HEAD_BYTES - 1
                ? Optional.of(text)
                : Optional.empty();
    }

    private void fence(int at, int value) {
        fences.add(new ListedFence(
                value & Layout.FENCE_USAGE,
                (value & Layout.SIGNALED) != 0,
                field(at, Layout.HEAD_BYTES),
                field(at, Layout.SEQNO_AT)));
    }

    private void process(int at, int pid) {
        sink.process(new VisitedProcess(
                pid,
                (int) field(at, Layout.HEAD_BYTES),
                field(at, Layout.START_AT),
                text(at + Layout.COMMAND_AT / WORD, Layout.COMMAND_BYTES)));
    }

    private void mapping(int at) {
        sink.mapping(
                field(at, Layout.HEAD_BYTES),
                field(at, Layout.OFFSET_AT) * Machine.pageBytes(),
                field(at, Layout.LENGTH_AT));
    }

    private String text(int at, int bytes) {
        return text(records, at, bytes);
    }

    /** A C string: the first byte is the lowest of its word. */
    static String text(long[] words, int at, int bytes) {
        byte[] text = new byte[bytes];
        int length = 0;
        while (length < bytes) {
            byte next = (byte) (words[at + length / WORD] >>> (length % WORD * Byte.SIZE));
            if (next == 0) {
                break;
            }
            text[length] = next;
            length++;
        }
        return KernelText.decode(text, 0, length);
    }
}
