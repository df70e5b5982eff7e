// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.cmsghdr;
import io.github.dmabuf4j.internal.gen.iovec;
import io.github.dmabuf4j.internal.gen.msghdr;
import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.Sockets;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory for one message, in the layout of the kernel and of {@code native-headers/dmabuf4j_share.h}. For one thread at a time.
 */
final class MessageBuffer {
    static final int MAX_ITEMS = 253;
    static final int MAX_DATA = 1 << 16;
    static final int BUFFER = 1;
    static final int SYNC_FILE = 2;
    static final int ACQUIRE_FENCE = 3;
    static final int RELEASE_FENCE = 4;

    private static final int MAGIC = 0x34626d64;

    /** Of messages without a frame. */
    static final int VERSION = 1;

    /** Of messages with a frame, and the highest one that this library speaks. */
    static final int FRAME_VERSION = 2;

    private static final int HEADER_BYTES = 16;
    private static final int ITEM_BYTES = 48;
    private static final int SIZE_OFFSET = 8;
    private static final int NAME_OFFSET = 16;
    private static final int NAME_BYTES = 32;

    private static final long CONTROL_HEADER_BYTES = aligned(cmsghdr.sizeof());

    /** For other control data: the kernel always adds the time, and credentials if an adopted socket asks for them. */
    private static final long OTHER_CONTROL_BYTES = 512;

    private static final long CONTROL_BYTES =
            CONTROL_HEADER_BYTES + aligned((long) MAX_ITEMS * Integer.BYTES) + OTHER_CONTROL_BYTES;

    /** What a message says about one of its descriptors. */
    record Item(int kind, long size, String name) {}

    /** No descriptor has this number. */
    static final int NO_DESCRIPTOR = -1;

    private final MemorySegment content;
    private final MemorySegment control;
    private final MemorySegment vector;
    private final MemorySegment message;

    /** Whether the memory contains a message that was received. */
    private boolean hasArrived;

    private int adopted;

    MessageBuffer() {
        Arena arena = Arena.ofAuto();
        content =
                arena.allocate(HEADER_BYTES + (long) MAX_ITEMS * ITEM_BYTES + FrameBlock.BYTES + MAX_DATA, Long.BYTES);
        control = arena.allocate(CONTROL_BYTES, Long.BYTES);
        vector = arena.allocate(iovec.layout());
        message = arena.allocate(msghdr.layout());
        iovec.iov_base(vector, content);
        msghdr.msg_iov(message, vector);
        msghdr.msg_iovlen(message, 1);
    }

    private static long aligned(long bytes) {
        return (bytes + Long.BYTES - 1) & -Long.BYTES;
    }

    // --- to send

    /** Writes a message. Its descriptors must stay open until it is sent. */
    MemorySegment toSend(List<Item> items, int[] fds, @Nullable FrameLayout frame, byte[] data) {
        content.set(JAVA_INT, 0, MAGIC);
        content.set(JAVA_INT, 4, frame == null ? VERSION : FRAME_VERSION);
        content.set(JAVA_INT, 8, items.size());
        content.set(JAVA_INT, 12, FRAME_VERSION);
        for (int i = 0; i < items.size(); i++) {
            write(items.get(i), item(i));
        }
        if (frame != null) {
            FrameBlock.write(frame, frameBlock(items.size()));
        }
        long dataOffset = dataOffset(items.size());
        MemorySegment.copy(data, 0, content, JAVA_BYTE, dataOffset, data.length);
        iovec.iov_len(vector, dataOffset + data.length);
        writeControl(fds);
        return message;
    }

    private MemorySegment item(int index) {
        return content.asSlice(HEADER_BYTES + (long) index * ITEM_BYTES, ITEM_BYTES);
    }

    private MemorySegment frameBlock(int count) {
        return content.asSlice(itemsEnd(count), FrameBlock.BYTES);
    }

    private static long itemsEnd(int count) {
        return HEADER_BYTES + (long) count * ITEM_BYTES;
    }

    /** Of the message whose header is in the memory. */
    private long dataOffset(int count) {
        return itemsEnd(count) + (hasFrame() ? FrameBlock.BYTES : 0);
    }

    /** Whether the message whose header is in the memory has a frame. */
    boolean hasFrame() {
        return content.get(JAVA_INT, 4) == FRAME_VERSION;
    }

    private static void write(Item item, MemorySegment target) {
        target.fill((byte) 0);
        target.set(JAVA_INT, 0, item.kind());
        target.set(JAVA_LONG, SIZE_OFFSET, item.size());
        byte[] name = KernelText.encode(item.name());
        // The last byte stays 0. The kernel has no longer names.
        MemorySegment.copy(name, 0, target, JAVA_BYTE, NAME_OFFSET, Math.min(name.length, NAME_BYTES - 1));
    }

    private void writeControl(int[] fds) {
        if (fds.length == 0) {
            setControl(MemorySegment.NULL, 0);
            return;
        }
        long bytes = CONTROL_HEADER_BYTES + (long) fds.length * Integer.BYTES;
        cmsghdr.cmsg_len(control, bytes);
        cmsghdr.cmsg_level(control, LibC.SOL_SOCKET());
        cmsghdr.cmsg_type(control, LibC.SCM_RIGHTS());
        MemorySegment.copy(fds, 0, control, JAVA_INT, CONTROL_HEADER_BYTES, fds.length);
        setControl(control, aligned(bytes));
    }

    private void setControl(MemorySegment memory, long bytes) {
        msghdr.msg_control(message, memory);
        msghdr.msg_controllen(message, bytes);
        msghdr.msg_flags(message, 0);
    }

    // --- to receive

    /** Prepares the memory for a message to be received. */
    MemorySegment toReceive() {
        iovec.iov_len(vector, content.byteSize());
        setControl(control, control.byteSize());
        return message;
    }

    /**
     * Receives a message. This object owns each of its descriptors until it is {@linkplain #adopted adopted};
     * {@link #closeRest} closes those that were not.
     *
     * @return recvmsg(2)'s result, or the negative errno
     */
    int receive(int socket) {
        MemorySegment target = toReceive();
        adopted = 0;
        hasArrived = false;
        // Before the call too: to read a descriptor a second time needs no class and no memory.
        int unusedBefore = descriptor(0, CONTROL_HEADER_BYTES);
        int received = Sockets.receive(socket, target);
        hasArrived = received >= 0;
        return received;
    }

    /** Returns the number of descriptors that arrived with the message, whatever the message says. */
    int descriptors() {
        int count = 0;
        while (descriptor(count) != NO_DESCRIPTOR) {
            count++;
        }
        return count;
    }

    /** Returns the next descriptor without another owner; {@link #NO_DESCRIPTOR} after the last. */
    int next() {
        return descriptor(adopted);
    }

    private int descriptor(int index) {
        return hasArrived ? descriptor(index, msghdr.msg_controllen(message)) : NO_DESCRIPTOR;
    }

    /** Returns one of the descriptors in the control data up to {@code end}. The index begins at 0. */
    int descriptor(int index, long end) {
        long left = index;
        long start = 0;
        while (start + CONTROL_HEADER_BYTES <= end) {
            long length = control.get(JAVA_LONG, start + cmsghdr.cmsg_len$offset());
            long count = isRights(start) ? (length - CONTROL_HEADER_BYTES) / Integer.BYTES : 0;
            if (left < count) {
                return control.get(JAVA_INT, start + CONTROL_HEADER_BYTES + left * Integer.BYTES);
            }
            left -= count;
            start += Math.max(aligned(length), CONTROL_HEADER_BYTES);
        }
        return NO_DESCRIPTOR;
    }

    private boolean isRights(long start) {
        return control.get(JAVA_INT, start + cmsghdr.cmsg_level$offset()) == LibC.SOL_SOCKET()
                && control.get(JAVA_INT, start + cmsghdr.cmsg_type$offset()) == LibC.SCM_RIGHTS();
    }

    /** Returns the number of descriptors that have another owner. They are the first ones. */
    int adoptedCount() {
        return adopted;
    }

    /** Records that the next descriptor has another owner. */
    void adopted() {
        adopted++;
    }

    /** Closes the descriptors of the message that were not adopted. Needs no Java memory. */
    void closeRest() {
        for (int fd = next(); fd != NO_DESCRIPTOR; fd = next()) {
            adopted++;
            Sys.close(fd);
        }
        hasArrived = false;
    }

    /**
     * Whether this is the end of the connection and not an empty message. An empty message has control data, at least its time,
     * since the channel asks for that ({@link io.github.dmabuf4j.internal.sys.Sockets#setTimestamps}).
     */
    boolean isEnd(int received) {
        return received == 0 && msghdr.msg_controllen(message) == 0 && !lacksDescriptors();
    }

    /** Whether the kernel has left out descriptors. */
    boolean lacksDescriptors() {
        return (msghdr.msg_flags(message) & LibC.MSG_CTRUNC()) != 0;
    }

    /** Returns what is wrong with the message that was received, as a clause; empty if it is valid. */
    String defect(int received, int descriptors) {
        if ((msghdr.msg_flags(message) & LibC.MSG_TRUNC()) != 0) {
            return "it is longer than any message of this library";
        }
        if (received == 0) {
            return "it is empty";
        }
        if (received < HEADER_BYTES || content.get(JAVA_INT, 0) != MAGIC) {
            return "it does not begin as messages of this library do";
        }
        if (content.get(JAVA_INT, 4) != VERSION && !hasFrame()) {
            return "it is of version " + Integer.toUnsignedString(content.get(JAVA_INT, 4))
                    + ", this library speaks versions " + VERSION + " and " + FRAME_VERSION;
        }
        return defectOfContent(received, descriptors);
    }

    private String defectOfContent(int received, int descriptors) {
        int count = content.get(JAVA_INT, 8);
        if (count < 0 || count > MAX_ITEMS || dataOffset(count) > received) {
            return "it is too short for the " + Integer.toUnsignedString(count) + " items that it announces"
                    + (hasFrame() ? ", and a frame" : "");
        }
        if (count != descriptors) {
            return "it announces " + count + " descriptors and has " + descriptors;
        }
        if (received - dataOffset(count) > MAX_DATA) {
            return "it has more than " + MAX_DATA + " bytes of data";
        }
        if (hasFrame() && Integer.compareUnsigned(spoken(), FRAME_VERSION) < 0) {
            return "it has a frame, but says that its sender cannot receive one";
        }
        return "";
    }

    /** Returns the highest version that the sender of a valid message can receive. */
    int spoken() {
        int spoken = content.get(JAVA_INT, 12);
        return spoken == 0 ? VERSION : spoken;
    }

    /**
     * Returns the layout in a valid message that {@linkplain #hasFrame has a frame}.
     *
     * @throws IllegalArgumentException when it is not one, with the reason
     */
    FrameLayout frame() {
        return FrameBlock.read(frameBlock(content.get(JAVA_INT, 8)));
    }

    /** Returns the items of a valid message. */
    List<Item> items() {
        List<Item> items = new ArrayList<>(content.get(JAVA_INT, 8));
        for (int i = 0; i < content.get(JAVA_INT, 8); i++) {
            MemorySegment item = item(i);
            items.add(new Item(item.get(JAVA_INT, 0), item.get(JAVA_LONG, SIZE_OFFSET), name(item)));
        }
        return items;
    }

    private static String name(MemorySegment item) {
        return KernelText.decode(item.asSlice(NAME_OFFSET, NAME_BYTES));
    }

    /** Returns the program's own bytes of a valid message. */
    byte[] data(int received) {
        long offset = dataOffset(content.get(JAVA_INT, 8));
        return content.asSlice(offset, received - offset).toArray(JAVA_BYTE);
    }
}
