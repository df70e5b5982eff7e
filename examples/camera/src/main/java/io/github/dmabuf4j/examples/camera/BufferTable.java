// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.Snapshot;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints the kernel's statistics of the buffers. They show that both processes and the camera use the same buffers. */
final class BufferTable {
    private static final String ROW = "%-8s  %10s  %11s  %10s  %-20s  %s%n";

    private final Buffers buffers;

    /** The analyser's inodes, by buffer index. */
    private final Map<Integer, Long> inodesThere = new HashMap<>();

    BufferTable(Buffers buffers) {
        this.buffers = buffers;
    }

    void seenThere(int index, long inode) {
        inodesThere.put(index, inode);
    }

    void print(Snapshot snapshot, PrintStream out) throws DmaBufException {
        out.printf(ROW, "BUFFER", "INODE HERE", "INODE THERE", "REFERENCES", "HELD BY", "DEVICES");
        for (int i = 0; i < buffers.all().size(); i++) {
            long inode = buffers.get(i).inode();
            BufferInfo info = snapshot.buffer(inode).orElseThrow();
            out.printf(
                    ROW,
                    info.name().orElse("-"),
                    Long.toUnsignedString(inode),
                    inodesThere.containsKey(i) ? Long.toUnsignedString(inodesThere.get(i)) : "-",
                    info.references().isPresent() ? info.references().getAsLong() : "-",
                    list(info.holders().stream().map(BufferTable::text).toList()),
                    list(info.attachments().stream().map(Attachment::device).toList()));
        }
        out.printf(
                "buffers of this machine: %d, %d bytes%n",
                snapshot.totals().all().buffers(), snapshot.totals().all().bytes());
    }

    /** Prints only the attached devices, after the stream. */
    void printAttached(Snapshot snapshot, PrintStream out) throws DmaBufException {
        List<String> devices = new ArrayList<>();
        for (DmaBuf buffer : buffers.all()) {
            snapshot.buffer(buffer.inode()).orElseThrow().attachments().forEach(there -> devices.add(there.device()));
        }
        out.println("devices attached after the stream: " + (devices.isEmpty() ? "none" : list(devices)));
    }

    private static String text(Holder holder) {
        return holder.process().command() + "(" + holder.process().pid() + ")";
    }

    private static String list(List<String> words) {
        return words.isEmpty() ? "-" : String.join(" ", words);
    }
}
