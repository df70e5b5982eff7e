// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.internal.sys.Headroom;
import io.github.dmabuf4j.internal.sys.Reclaim;
import io.github.dmabuf4j.internal.sys.Sys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates an object for each descriptor of a received message. If one cannot be created, it closes the others. */
final class IncomingMessage {
    private final Socket socket;
    private final MessageBuffer messageBuffer;
    private final int count;
    private final boolean hasFrame;

    // Of the greatest length: to add an object then needs no memory, so none is lost.
    private final List<DmaBuf> buffers;

    // Empty until there is one to add, as in most messages of frames.
    private List<String> names = List.of();
    private List<SyncFile> syncFiles = List.of();
    private @Nullable SyncFile acquireFence;
    private @Nullable SyncFile releaseFence;

    /** Reads the message that the memory contains. */
    IncomingMessage(Socket socket, MessageBuffer messageBuffer) {
        this.socket = socket;
        this.messageBuffer = messageBuffer;
        this.count = messageBuffer.descriptors();
        this.hasFrame = messageBuffer.hasFrame();
        this.buffers = new ArrayList<>(count);
    }

    Delivery accept(int received) throws DmaBufException {
        boolean complete = false;
        try {
            check(received);
            // Nothing may fail between an adoption and the count of it: two owners would close one descriptor.
            Headroom.toBegin();
            for (int index = 0; index < count; index++) {
                adopt(index);
            }
            Delivery delivery = delivery(messageBuffer.data(received));
            complete = true;
            return delivery;
        } finally {
            if (!complete) {
                Delivery.closeAll(buffers, syncFiles, acquireFence, releaseFence);
            }
        }
    }

    private Delivery delivery(byte[] data) throws DmaBufException {
        return hasFrame
                ? Delivery.ofFrame(frame(), syncFiles, acquireFence, releaseFence, data)
                : new Delivery(buffers, names, syncFiles, data);
    }

    private Frame frame() throws DmaBufException {
        try {
            return Frame.owning(messageBuffer.frame(), buffers);
        } catch (IllegalArgumentException notOne) {
            throw refusal("the frame of the message is not valid: " + notOne.getMessage());
        }
    }

    private void check(int received) throws DmaBufException {
        if (messageBuffer.lacksDescriptors()) {
            throw lackOfDescriptors();
        }
        String defect = messageBuffer.defect(received, count);
        if (!defect.isEmpty()) {
            throw refusal("the message cannot be taken, " + defect);
        }
    }

    /** The kernel reports no errno for a descriptor that it leaves out. Creating one now fails with the same errno. */
    private DmaBufException lackOfDescriptors() {
        int errno = Sys.lackOfDescriptors();
        // They are lost with this message. This makes room for the next one.
        Reclaim.makeRoom();
        String lack = "the kernel left out descriptors of the message, only " + count + " arrived";
        return errno == 0
                ? refusal(lack + ", for want of memory or because a security module forbids them")
                : refusal(errno, lack + ": close buffers that are not needed any more, or raise the limit (ulimit -n)");
    }

    private void adopt(int index) throws DmaBufException {
        int kind = messageBuffer.kind(index);
        switch (kind) {
            case MessageBuffer.BUFFER -> addBuffer(index);
            case MessageBuffer.SYNC_FILE -> addSyncFile();
            case MessageBuffer.ACQUIRE_FENCE -> acquireFence = adoptFence("an acquire fence", acquireFence);
            case MessageBuffer.RELEASE_FENCE -> releaseFence = adoptFence("a release fence", releaseFence);
            default -> throw refusal("descriptor " + index + " is said to be of an unknown kind, " + kind);
        }
    }

    private void addSyncFile() throws DmaBufException {
        if (syncFiles.isEmpty()) {
            syncFiles = new ArrayList<>(count);
        }
        syncFiles.add(adoptSyncFile("a sync file"));
    }

    private SyncFile adoptFence(String kind, @Nullable SyncFile before) throws DmaBufException {
        if (!hasFrame || before != null) {
            throw refusal("descriptor " + messageBuffer.adoptedCount() + " is said to be " + kind + ", but "
                    + (before == null ? "the message has no frame" : "the message has one already"));
        }
        return adoptSyncFile(kind);
    }

    private void addBuffer(int index) throws DmaBufException {
        DmaBuf buffer = adoptBuffer();
        buffers.add(buffer);
        if (!hasFrame) {
            addName(messageBuffer.name(index));
        }
        long stated = messageBuffer.size(index);
        if (buffer.size() != stated) {
            throw refusal("a buffer of " + buffer.size() + " bytes is said to have " + Long.toUnsignedString(stated));
        }
    }

    private void addName(String name) {
        if (names.isEmpty()) {
            names = new ArrayList<>(count);
        }
        names.add(name);
    }

    private DmaBuf adoptBuffer() throws DmaBufException {
        try {
            DmaBuf buffer = DmaBuf.adopt(messageBuffer.next());
            messageBuffer.adopted();
            return buffer;
        } catch (DmaBufException failure) {
            throw refusal("a buffer", failure);
        }
    }

    private SyncFile adoptSyncFile(String kind) throws DmaBufException {
        try {
            SyncFile syncFile = SyncFile.adopt(messageBuffer.next());
            messageBuffer.adopted();
            return syncFile;
        } catch (DmaBufException failure) {
            throw refusal(kind, failure);
        }
    }

    private DmaBufException refusal(String kind, DmaBufException failure) {
        DmaBufException refusal = refusal(
                failure.errno(),
                "descriptor " + messageBuffer.adoptedCount() + " is said to be " + kind + ", but "
                        + failure.getMessage());
        refusal.initCause(failure);
        return refusal;
    }

    private DmaBufException refusal(String why) {
        return refusal(0, why);
    }

    private DmaBufException refusal(int errno, String why) {
        return new DmaBufException("recvmsg", socket.target(), errno, why + "; all its descriptors were closed");
    }
}
