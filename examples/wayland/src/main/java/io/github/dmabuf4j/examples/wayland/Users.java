// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import static java.util.stream.Collectors.joining;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Who uses the buffers, by the kernel's statistics. */
final class Users {
    private Users() {}

    /** Prints a line for each buffer. */
    static void print(List<DmaBuf> buffers, PrintStream out) throws IOException {
        try (MachineStats stats = MachineStats.open()) {
            Snapshot snapshot = stats.snapshot();
            for (DmaBuf buffer : buffers) {
                out.println(snapshot.buffer(buffer.inode())
                        .map(info -> line(info, snapshot))
                        .orElse("buffer " + buffer.inode() + " is not in the statistics"));
            }
        } catch (UnsupportedKernelException none) {
            out.println("no statistics: " + none.getMessage());
        }
    }

    private static String line(BufferInfo info, Snapshot snapshot) {
        return "buffer " + Long.toUnsignedString(info.inode()) + ": held by "
                + listed(info.holders().stream()
                        .map(holder -> holder.process().command() + " "
                                + holder.process().pid())
                        .toList())
                + "; attached: "
                + (snapshot.provides(StatsCapability.DEVICES)
                        ? listed(info.attachments().stream()
                                .map(Attachment::device)
                                .toList())
                        : "not known");
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? "none" : names.stream().collect(joining(", "));
    }
}
