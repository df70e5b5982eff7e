// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.Errno;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.option.Inode;
import io.github.dmabuf4j.share.OtherProcess;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A buffer that was taken from another process.
 *
 * @param buffer the buffer, with a descriptor of this process
 * @param from which process and descriptor it is from, for messages
 */
record TakenBuffer(DmaBuf buffer, String from) implements AutoCloseable {
    /** Takes the buffer that a process has under a number. */
    static TakenBuffer of(int pid, int fd) throws DmaBufException {
        try (OtherProcess process = OtherProcess.open(pid)) {
            return new TakenBuffer(process.buffer(fd), "fd " + fd + " of process " + pid);
        }
    }

    /** Takes a buffer from the first of its holders that lets it be taken. */
    static TakenBuffer find(Inode inode) throws IOException {
        try (MachineStats stats = MachineStats.open()) {
            Snapshot snapshot = stats.snapshot();
            if (!snapshot.provides(StatsCapability.HOLDERS)) {
                throw new BadRequestException(
                        "no source of statistics that can be read reports which process holds buffer " + inode
                                + ": name the process and its descriptor by --pid and --fd");
            }
            BufferInfo buffer = snapshot.buffer(inode.number())
                    .orElseThrow(() -> new BadRequestException("there is no buffer " + inode
                            + " now, or no source that could be read lists it: see 'dmabuf ls'"));
            return find(inode, buffer, TakenBuffer::of);
        }
    }

    /** How a buffer is taken: {@link #of}, or another way in tests. */
    @FunctionalInterface
    interface Taker {
        TakenBuffer take(int pid, int fd) throws DmaBufException;
    }

    static TakenBuffer find(Inode inode, BufferInfo buffer, Taker taker) throws IOException {
        @Nullable DmaBufException refusal = null;
        for (Holder holder : buffer.holders()) {
            for (int fd : holder.fds()) {
                try {
                    Optional<TakenBuffer> taken =
                            find(inode, taker.take(holder.process().pid(), fd));
                    if (taken.isPresent()) {
                        return taken.get();
                    }
                } catch (DmaBufException refused) {
                    refusal = toReport(refusal, refused);
                }
            }
        }
        throw refusal == null ? new BadRequestException(missing(inode, buffer)) : refusal;
    }

    /** Which of two refusals to report: the one that the user can act on. That a holder has let go of the buffer is none. */
    private static @Nullable DmaBufException toReport(@Nullable DmaBufException before, DmaBufException refused) {
        if (isGone(refused) || before instanceof NoPermissionException) {
            return before;
        }
        return before == null || refused instanceof NoPermissionException ? refused : before;
    }

    /** Whether the process has ended, or has closed the descriptor since. */
    private static boolean isGone(DmaBufException refused) {
        return refused.errno() == Errno.ESRCH || refused.errno() == Errno.EBADF;
    }

    /** The buffer that was taken; empty where the number has come to stand for another one. */
    private static Optional<TakenBuffer> find(Inode inode, TakenBuffer taken) throws DmaBufException {
        boolean isIt = false;
        try {
            isIt = taken.buffer.inode() == inode.number();
            return isIt ? Optional.of(taken) : Optional.empty();
        } finally {
            if (!isIt) {
                taken.close();
            }
        }
    }

    private static String missing(Inode inode, BufferInfo buffer) {
        return buffer.holders().isEmpty()
                ? "no process that can be looked at holds buffer " + inode
                        + ": only the kernel holds it, or a process of another user: try sudo"
                : "no process has a descriptor of buffer " + inode + " any more, by which it could be taken";
    }

    @Override
    public void close() {
        buffer.close();
    }

    @Override
    public String toString() {
        return "the buffer of " + from;
    }
}
