// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import static java.util.stream.Collectors.joining;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.frame.interop.WaylandFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The formats and modifiers of buffers that a compositor can show: those of its feedback, or before version 4 of its events. */
final class OfferedFormats {
    private static final int FEEDBACK_VERSION = 4;
    private static final int MODIFIER_VERSION = 3;

    private final Set<WaylandFormat> offered = new LinkedHashSet<>();
    private List<WaylandFormat> table = List.of();
    private boolean isDone;

    /** Asks the compositor. */
    static OfferedFormats of(Connection connection, Proxy dmabuf) throws IOException {
        OfferedFormats formats = new OfferedFormats();
        if (dmabuf.version() >= FEEDBACK_VERSION) {
            formats.readFeedback(connection, dmabuf);
        } else {
            formats.readEvents(connection, dmabuf);
        }
        return formats;
    }

    private void readEvents(Connection connection, Proxy dmabuf) throws IOException {
        if (dmabuf.version() >= MODIFIER_VERSION) {
            dmabuf.on("modifier", event -> add(WaylandFormat.of(event.integer(0), event.integer(1), event.integer(2))));
        } else {
            dmabuf.on("format", event -> add(new WaylandFormat(event.integer(0), Modifier.INVALID)));
        }
        connection.roundTrip();
    }

    private void readFeedback(Connection connection, Proxy dmabuf) throws IOException {
        Proxy feedback = dmabuf.create("get_default_feedback")
                .on("format_table", event -> setTable(read(connection, event.integer(0), event.integer(1))))
                .on("tranche_formats", event -> addEntries(event.bytes(0)))
                .on("done", event -> isDone = true);
        connection.await(() -> isDone, "the formats that it can show");
        feedback.end("destroy");
    }

    /** Reads shared memory, and closes its descriptor. */
    private static ByteBuffer read(Connection connection, int descriptor, int size) throws IOException {
        try (FileChannel file = FileChannel.open(Path.of("/proc/self/fd/" + descriptor))) {
            ByteBuffer bytes = ByteBuffer.allocate(size);
            while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {}
            return bytes.flip();
        } finally {
            connection.close(descriptor);
        }
    }

    void add(WaylandFormat format) {
        offered.add(format);
    }

    /** Sets the table to which the feedback's tranches refer. */
    void setTable(ByteBuffer bytes) throws Failure {
        try {
            table = WaylandFormat.table(bytes);
        } catch (IllegalArgumentException damaged) {
            throw Failure.failed(damaged.getMessage());
        }
    }

    /** Adds entries of the table, by their indexes of 16 bits. */
    void addEntries(byte[] indexes) throws Failure {
        ByteBuffer bytes = ByteBuffer.wrap(indexes).order(ByteOrder.nativeOrder());
        while (bytes.remaining() >= Short.BYTES) {
            int index = Short.toUnsignedInt(bytes.getShort());
            if (index >= table.size()) {
                throw Failure.failed(
                        "the compositor offers entry " + index + " of a table of " + table.size() + " formats");
            }
            add(table.get(index));
        }
    }

    /** Returns the modifier under which the compositor takes a linear frame of that format. */
    Modifier forLinear(DrmFormat format) throws Failure {
        return Stream.of(Modifier.LINEAR, Modifier.INVALID)
                .filter(modifier -> offered.contains(new WaylandFormat(format.code(), modifier)))
                .findFirst()
                .orElseThrow(() -> Failure.failed("this compositor does not show linear buffers of " + format
                        + modifiers(format) + "; it shows linear ones of " + linearFormats()));
    }

    private String modifiers(DrmFormat format) {
        String modifiers = offered.stream()
                .filter(pair -> pair.code() == format.code())
                .map(pair -> pair.modifier().toString())
                .collect(joining(", "));
        return modifiers.isEmpty() ? "" : ", only those of " + modifiers;
    }

    private String linearFormats() {
        return offered.stream()
                .filter(pair -> pair.modifier().isLinear() || !pair.modifier().isStated())
                .flatMap(pair -> pair.format().stream())
                .map(DrmFormat::name)
                .distinct()
                .sorted()
                .collect(joining(", "));
    }
}
