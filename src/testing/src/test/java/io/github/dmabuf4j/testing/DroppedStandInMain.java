// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.testing;

import io.github.dmabuf4j.DmaBufException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Drops a stand-in, waits for the report of that, and writes it. */
final class DroppedStandInMain {
    private DroppedStandInMain() {}

    public static void main(String[] args) throws DmaBufException, InterruptedException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        dropOne();
        while (!log.toString(StandardCharsets.UTF_8).contains("DroppedStandInMain.main")) {
            System.gc();
            Thread.sleep(10);
        }
        System.out.print(log.toString(StandardCharsets.UTF_8));
    }

    private static void dropOne() throws DmaBufException {
        long inode = MemfdAllocator.open().allocate(1).inode();
        System.out.println("dropped " + inode);
    }
}
