// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.SwSync;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Operations on buffers and fences that need a new object each time. */
final class BufferTrials {
    private BufferTrials() {}

    /** Reads the inode of a new buffer, because a buffer remembers its inode. */
    static final class Inode implements Trial {
        private final DmaBuf fresh;

        Inode(DmaBuf buffer) throws DmaBufException {
            fresh = buffer.duplicate();
        }

        @Override
        public void run() throws DmaBufException {
            assertThat(fresh.inode()).isPositive();
        }

        @Override
        public void close() {
            fresh.close();
        }
    }

    /** Adopts a descriptor. It still belongs to the caller if this fails. */
    static final class Adoption implements Trial {
        private final int fd;
        private DmaBuf owner;

        Adoption(DmaBuf buffer) {
            fd = Sys.fcntl(buffer.fd(), LibC.F_DUPFD_CLOEXEC(), 0);
        }

        @Override
        public void run() throws DmaBufException {
            owner = DmaBuf.adopt(fd);
        }

        @Override
        public void close() throws DmaBufException {
            if (owner == null) {
                owner = DmaBuf.adopt(fd);
            }
            owner.close();
        }
    }

    /** A buffer whose fence is pending until the trial is closed. */
    abstract static class Fenced implements Trial {
        final DmaBuf buffer;
        final SyncFile fence;
        private final SwSync timeline = SwSync.open();

        Fenced(DmaHeap heap) throws IOException {
            fence = timeline.fence(1);
            buffer = heap.allocate(1);
            buffer.importSyncFile(fence, Access.WRITE);
        }

        @Override
        public void close() throws IOException {
            timeline.advance(1);
            timeline.close();
            fence.close();
            buffer.close();
        }
    }

    /** A future that must complete when the fence signals. */
    static final class Future extends Fenced {
        private final Wait wait;
        private CompletableFuture<Void> future;

        /** Returns the future under test. */
        @FunctionalInterface
        interface Wait {
            CompletableFuture<Void> begin(Fenced fenced) throws DmaBufException;
        }

        Future(DmaHeap heap, Wait wait) throws IOException {
            super(heap);
            this.wait = wait;
        }

        @Override
        public void run() throws DmaBufException {
            future = wait.begin(this);
        }

        @Override
        public void close() throws IOException {
            super.close();
            if (future != null) {
                future.orTimeout(30, TimeUnit.SECONDS).join();
            }
        }
    }
}
