// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.Machine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes the records of one pass. Used by one thread. */
final class RecordDecoder {
    /** What precedes the name of a buffer in its path. */
    private static final int PATH_START = "/dmabuf:".length();

    private final ByteBuffer records;
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
     * @param records the memory that takes the records, in the byte order of the machine
     */
    RecordDecoder(ByteBuffer records, RecordSink sink) {
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
        int at = 0;
        while (at < bytes) {
            int length = length(at, bytes);
            if (length == 0) {
                return false;
            }
            take(at);
            at += length;
        }
        return true;
    }

    /** The length of a record; 0 if it makes no sense, or is of another version. */
    private int length(int at, int end) {
        if (end - at < Layout.HEAD_BYTES || records.get(at) != Layout.VERSION) {
            return 0;
        }
        int length = switch (records.get(at + Layout.KIND_AT)) {
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
        return length <= end - at ? length : 0;
    }

    private void take(int at) {
        int value = records.getInt(at + Layout.VALUE_AT);
        int fields = at + Layout.HEAD_BYTES;
        switch (records.get(at + Layout.KIND_AT)) {
            case Layout.FILE -> sink.file(records.getLong(fields), value);
            case Layout.BUFFER -> buffer(at, value);
            case Layout.MAPPING -> mapping(at);
            case Layout.PROCESS -> process(at, value);
            case Layout.NAME -> name = name(fields);
            case Layout.DEVICE -> devices.add(text(fields, Layout.TEXT_BYTES - Layout.HEAD_BYTES));
            case Layout.EXPORTER ->
                longExporter = whole(
                        text(fields, Layout.TEXT_BYTES - Layout.HEAD_BYTES), Layout.TEXT_BYTES - Layout.HEAD_BYTES);
            case Layout.FENCE -> fence(at, value);
            case Layout.COUNT -> sink.count(value);
            case Layout.UNREAD -> sink.unread(value);
            default -> sink.end(value);
        }
    }

    private void buffer(int at, int value) {
        boolean devicesRead = (value & Layout.DEVICES_UNREAD) == 0;
        sink.buffer(new ListedBuffer(
                records.getLong(at + Layout.HEAD_BYTES),
                records.getLong(at + Layout.SIZE_AT),
                records.getLong(at + Layout.REFERENCES_AT),
                (value & Layout.LONG_EXPORTER) == 0 ? exporters.at(records, at + Layout.EXPORTER_AT) : longExporter,
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

    private Optional<String> name(int path) {
        String text = text(path, Layout.NAME_BYTES - Layout.HEAD_BYTES);
        // It was taken away between two looks at it.
        return text.length() > PATH_START ? Optional.of(text.substring(PATH_START)) : Optional.empty();
    }

    /** A name that fills its field may have been longer. */
    private static Optional<String> whole(String text, int bytes) {
        return KernelText.length(text) < bytes - 1 ? Optional.of(text) : Optional.empty();
    }

    private void fence(int at, int value) {
        fences.add(new ListedFence(
                value & Layout.FENCE_USAGE,
                (value & Layout.SIGNALED) != 0,
                records.getLong(at + Layout.HEAD_BYTES),
                records.getLong(at + Layout.SEQNO_AT)));
    }

    private void process(int at, int pid) {
        sink.process(new VisitedProcess(
                pid,
                records.getInt(at + Layout.HEAD_BYTES),
                records.getLong(at + Layout.START_AT),
                text(at + Layout.COMMAND_AT, Layout.COMMAND_BYTES)));
    }

    private void mapping(int at) {
        sink.mapping(
                records.getLong(at + Layout.HEAD_BYTES),
                records.getLong(at + Layout.OFFSET_AT) * Machine.pageBytes(),
                records.getLong(at + Layout.LENGTH_AT));
    }

    private String text(int at, int bytes) {
        return text(records, at, bytes);
    }

    /** A C string. */
    static String text(ByteBuffer records, int at, int bytes) {
        byte[] text = new byte[bytes];
        records.get(at, text);
        int length = 0;
        while (length < bytes && text[length] != 0) {
            length++;
        }
        return KernelText.decode(text, 0, length);
    }
}
