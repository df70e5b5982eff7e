// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.internal.sys.Sys;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;

/** A process that holds a buffer as its argument says, prints the inode, and ends on command. */
public final class HolderMain {
    /** How the process holds its buffer when it ends. */
    public enum Hold {
        OPEN_DESCRIPTOR,
        LIVE_MAPPING,
        HALF_UNMAPPED
    }

    private static final int BYTES = 1 << 16;

    private HolderMain() {}

    /** Runs until stdin has a byte or ends. Ends without clean-up by Java. */
    public static void main(String[] args) throws IOException {
        DmaHeap heap = DmaHeap.open("system");
        DmaBuf buffer = heap.allocate(BYTES);
        long inode = buffer.inode();
        hold(buffer, Hold.valueOf(args[0]));
        System.out.println(inode);
        int ignored = System.in.read();
        Runtime.getRuntime().halt(0);
    }

    private static void hold(DmaBuf buffer, Hold hold) throws IOException {
        if (hold == Hold.OPEN_DESCRIPTOR) {
            return;
        }
        MemorySegment mapping = buffer.map(MapMode.READ_WRITE, 0, BYTES, Arena.global());
        mapping.fill((byte) 1);
        buffer.close();
        if (hold == Hold.HALF_UNMAPPED && Sys.munmap(mapping.address(), BYTES / 2) < 0) {
            throw new IOException("munmap of the first half failed");
        }
    }
}
