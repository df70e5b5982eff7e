// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.Udmabuf;
import io.github.dmabuf4j.share.OtherProcess;
import io.github.dmabuf4j.share.ShareChannel;
import io.github.dmabuf4j.share.ShareListener;
import io.github.dmabuf4j.stats.DebugfsStats;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.ProcfsStats;
import io.github.dmabuf4j.stats.SysfsStats;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Calls whatever a program can begin with, twice, and writes a line for each: what it threw, and the causes of that. */
public final class DeniedAccessMain {
    /** The calls. */
    public static final List<Callable<?>> CALLS = List.of(
            DmaHeap::names,
            () -> DmaHeap.open("system"),
            () -> BufferAllocator.heapOrUdmabuf("system"),
            Udmabuf::open,
            Udmabuf::maxBytes,
            () -> DmaBuf.adopt(0),
            () -> SyncFile.adopt(0),
            () -> ShareListener.bind(Path.of("/nowhere/socket")),
            () -> ShareChannel.connect(Path.of("/nowhere/socket")),
            () -> ShareChannel.adopt(0),
            () -> OtherProcess.open(1),
            SysfsStats::open,
            ProcfsStats::open,
            DebugfsStats::open,
            MachineStats::open);

    private DeniedAccessMain() {}

    public static void main(String[] args) {
        for (int round = 0; round < 2; round++) {
            CALLS.forEach(call -> System.out.println(outcome(call)));
        }
    }

    private static String outcome(Callable<?> call) {
        try {
            return "returned " + call.call();
        } catch (Throwable thrown) {
            StringBuilder text = new StringBuilder();
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                text.append(cause).append(" / ");
            }
            return text.toString();
        }
    }
}
