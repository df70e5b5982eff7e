// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.FileBuffer;
import io.github.dmabuf4j.internal.gen.LibC;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Drops a buffer, waits until it is freed, and writes the library's log to its standard output. */
final class DroppedBufferMain {
    private static final int BYTES = 4096;

    private DroppedBufferMain() {}

    public static void main(String[] args) throws InterruptedException {
        System.setErr(System.out);
        int fd = dropOne();
        while (!OpenFiles.link(fd).isEmpty()) {
            System.gc();
            Thread.sleep(10);
        }
        // The same thread does this: afterwards it has written the report.
        CountDownLatch reported = new CountDownLatch(1);
        OwnedDescriptor.runAfterCollection(reported::countDown);
        do {
            System.gc();
        } while (!reported.await(10, TimeUnit.MILLISECONDS));
    }

    private static int dropOne() {
        int fd = Sys.memfdCreate("dropped", LibC.MFD_CLOEXEC());
        return FileBuffer.owning(fd, BYTES).fd();
    }
}
