// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/** Makes owned objects of the descriptors that a message brought, all or none: then it closes every one. */
final class Receipt {
    private final String target;
    private final int[] fds;
    private final List<DmaBuf> buffers = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<SyncFile> syncFiles = new ArrayList<>();

    /** How many descriptors belong to an object already. */
    private int adopted;

    /** Takes over the descriptors. */
    Receipt(String target, int[] fds) {
        this.target = target;
        this.fds = fds;
    }

    Delivery accept(Wire wire, int received) throws DmaBufException {
        boolean complete = false;
        try {
            check(wire, received);
            for (Wire.Item item : wire.items()) {
                adopt(item, fds[adopted]);
            }
            Delivery delivery = new Delivery(buffers, names, syncFiles, wire.data(received));
            complete = true;
            return delivery;
        } finally {
            if (!complete) {
                closeAll();
            }
        }
    }

    private void check(Wire wire, int received) throws DmaBufException {
        if (wire.lacksDescriptors()) {
            throw lackOfDescriptors();
        }
        String defect = wire.defect(received, fds.length);
        if (!defect.isEmpty()) {
            throw refusal("the message cannot be taken, " + defect);
        }
    }

    /** The kernel gives no errno for what it leaves out: that of a new descriptor is the same, where there can be none. */
    private DmaBufException lackOfDescriptors() {
        int probe = Sys.eventfd(0, LibC.EFD_CLOEXEC());
        String lack = "the kernel left out descriptors of the message, only " + fds.length + " arrived";
        if (probe < 0) {
            return refusal(
                    -probe, lack + ": close buffers that are not needed any more, or raise the limit (ulimit -n)");
        }
        Sys.close(probe);
        return refusal(lack + ", for want of memory or because a security module forbids them");
    }

    private void adopt(Wire.Item item, int fd) throws DmaBufException {
        switch (item.kind()) {
            case Wire.BUFFER -> adoptBuffer(item, fd);
            case Wire.SYNC_FILE -> adoptSyncFile(fd);
            default -> throw refusal("descriptor " + adopted + " is said to be of an unknown kind, " + item.kind());
        }
    }

    private void adoptBuffer(Wire.Item item, int fd) throws DmaBufException {
        DmaBuf buffer = adopt("a buffer", DmaBuf::adopt, fd);
        adopted++;
        buffers.add(buffer);
        names.add(item.name());
        if (buffer.size() != item.size()) {
            throw refusal(
                    "a buffer of " + buffer.size() + " bytes is said to have " + Long.toUnsignedString(item.size()));
        }
    }

    private void adoptSyncFile(int fd) throws DmaBufException {
        SyncFile syncFile = adopt("a sync file", SyncFile::adopt, fd);
        adopted++;
        syncFiles.add(syncFile);
    }

    private <T> T adopt(String kind, Adoption<T> adoption, int fd) throws DmaBufException {
        try {
            return adoption.adopt(fd);
        } catch (DmaBufException failure) {
            DmaBufException refusal = refusal(
                    failure.errno(),
                    "descriptor " + adopted + " is said to be " + kind + ", but " + failure.getMessage());
            refusal.initCause(failure);
            throw refusal;
        }
    }

    private DmaBufException refusal(String why) {
        return refusal(0, why);
    }

    private DmaBufException refusal(int errno, String why) {
        return new DmaBufException("recvmsg", target, errno, why + "; all its descriptors were closed");
    }

    private void closeAll() {
        buffers.forEach(DmaBuf::close);
        syncFiles.forEach(SyncFile::close);
        for (int i = adopted; i < fds.length; i++) {
            Sys.close(fds[i]);
        }
    }
}
