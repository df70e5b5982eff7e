// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.cmsghdr;
import io.github.dmabuf4j.internal.gen.iovec;
import io.github.dmabuf4j.internal.gen.msghdr;
import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.Sockets;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = 4;
    private static final int COUNT_OFFSET = 8;
    private static final int SPOKEN_OFFSET = 12;

    /** Of messages without a frame. */
    static final int VERSION = 1;

    /** Of messages with a frame, and the highest one that this library speaks. */
    static final int FRAME_VERSION = 2;

    private static final byte[] NO_DATA = new byte[0];
    private static final int HEADER_BYTES = 16;
    private static final int ITEM_BYTES = 48;
    private static final int SIZE_OFFSET = 8;
    private static final int NAME_OFFSET = 16;
    private static final int NAME_BYTES = 32;

    private static final int CONTROL_HEADER_BYTES = aligned((int) cmsghdr.sizeof());

    /** For other control data: the kernel always adds the time, and credentials if an adopted socket asks for them. */
    private static final int OTHER_CONTROL_BYTES = 512;

    private static final int CONTROL_BYTES =
            CONTROL_HEADER_BYTES + aligned(MAX_ITEMS * Integer.BYTES) + OTHER_CONTROL_BYTES;

    /** What a message says about one of its descriptors. */
    record Item(int kind, long size, String name) {}

    static final Item ACQUIRE = new Item(ACQUIRE_FENCE, 0, "");
    static final Item RELEASE = new Item(RELEASE_FENCE, 0, "");

    /** No descriptor has this number. */
    static final int NO_DESCRIPTOR = -1;

    // Of the head of a message, which is the structures of the call.
    private static final int VECTOR = aligned((int) msghdr.sizeof());
    private static final int CONTROL = VECTOR + aligned((int) iovec.sizeof());
    private static final int CONTENT_LENGTH = VECTOR + (int) iovec.iov_len$offset();
    private static final int CONTROL_ADDRESS = (int) msghdr.msg_control$offset();
    private static final int CONTROL_LENGTH = (int) msghdr.msg_controllen$offset();
    private static final int FLAGS = (int) msghdr.msg_flags$offset();

    // Of a part of the control data.
    private static final int PART_LENGTH = (int) cmsghdr.cmsg_len$offset();
    private static final int PART_LEVEL = (int) cmsghdr.cmsg_level$offset();
    private static final int PART_TYPE = (int) cmsghdr.cmsg_type$offset();

    private final MemorySegment content;
    private final MemorySegment message;
    private final long controlAddress;

    // The same memory. An access by a buffer costs half of one by a segment, and never needs memory of Java.
    private final ByteBuffer contentBytes;
    private final ByteBuffer head;

    /** The descriptors of the message that was received: room for as many as the control data can have. */
    private final int[] fds = new int[CONTROL_BYTES / Integer.BYTES];

    private int arrived;
    private int adopted;

    /** Of the message that was received. */
    private int version;

    /** The number of items that the message which was received announces. */
    private int count;

    private final FrameBlock.Reader frames = new FrameBlock.Reader();

    /** The layout of the last message to be sent, and where its data begins; null if it had none. */
    private @Nullable FrameLayout written;

    private int writtenTo;

    MessageBuffer() {
        contentBytes = memory(HEADER_BYTES + MAX_ITEMS * ITEM_BYTES + FrameBlock.BYTES + MAX_DATA);
        content = MemorySegment.ofBuffer(contentBytes);
        head = memory(CONTROL + CONTROL_BYTES);
        MemorySegment all = MemorySegment.ofBuffer(head);
        message = all.asSlice(0, msghdr.sizeof());
        controlAddress = all.address() + CONTROL;
        MemorySegment vector = all.asSlice(VECTOR, iovec.sizeof());
        iovec.iov_base(vector, content);
        msghdr.msg_iov(message, vector);
        msghdr.msg_iovlen(message, 1);
        // Before there are any: to read descriptors a second time needs no class and no memory.
        arrived = readDescriptors(CONTROL_BYTES);
    }

    /** A direct buffer, whose accesses ask for no arena as those of a segment's buffer do. */
    private static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static int aligned(int bytes) {
        return (bytes + Long.BYTES - 1) & -Long.BYTES;
    }

    // --- to send

    /** Writes a message. Its descriptors must stay open until it is sent. */
    MemorySegment toSend(Item[] items, int[] fds, @Nullable FrameLayout frame, byte[] data) {
        FrameLayout last = written;
        // Until all is written: an Error may leave a part of this message over the last one.
        written = null;
        int dataOffset = itemOffset(items.length) + (frame == null ? 0 : FrameBlock.BYTES);
        // The frames of a channel mostly have one layout, and none has names: only kinds, sizes and descriptors change.
        if (frame == null || dataOffset != writtenTo || !frame.equals(last)) {
            writeAll(items, frame);
            writeControlHeader(fds.length);
            writtenTo = dataOffset;
        }
        for (int i = 0; i < items.length; i++) {
            write(items[i], fds[i], i);
        }
        if (data.length > 0) {
            contentBytes.put(dataOffset, data);
        }
        head.putLong(CONTENT_LENGTH, dataOffset + (long) data.length);
        written = frame;
        return message;
    }

    private void write(Item item, int fd, int index) {
        contentBytes.putInt(itemOffset(index), item.kind());
        contentBytes.putLong(itemOffset(index) + SIZE_OFFSET, item.size());
        head.putInt(CONTROL + CONTROL_HEADER_BYTES + index * Integer.BYTES, fd);
    }

    /** Writes what is mostly the same in all messages with a frame. */
    private void writeAll(Item[] items, @Nullable FrameLayout frame) {
        contentBytes.putInt(MAGIC_OFFSET, MAGIC);
        contentBytes.putInt(VERSION_OFFSET, frame == null ? VERSION : FRAME_VERSION);
        contentBytes.putInt(COUNT_OFFSET, items.length);
        contentBytes.putInt(SPOKEN_OFFSET, FRAME_VERSION);
        for (int i = 0; i < items.length; i++) {
            writeName(items[i].name(), itemOffset(i));
        }
        if (frame != null) {
            FrameBlock.write(frame, contentBytes, itemOffset(items.length));
        }
    }

    /** Where an item begins; of the number of items, where they end. */
    private static int itemOffset(int index) {
        return HEADER_BYTES + index * ITEM_BYTES;
    }

    /** Writes the rest of an item besides its kind and size. */
    private void writeName(String name, int start) {
        contentBytes.putInt(start + Integer.BYTES, 0);
        for (int at = NAME_OFFSET; at < ITEM_BYTES; at += Long.BYTES) {
            contentBytes.putLong(start + at, 0);
        }
        if (!name.isEmpty()) {
            byte[] bytes = KernelText.encode(name);
            // The last byte stays 0. The kernel has no longer names.
            contentBytes.put(start + NAME_OFFSET, bytes, 0, Math.min(bytes.length, NAME_BYTES - 1));
        }
    }

    private void writeControlHeader(int descriptors) {
        if (descriptors == 0) {
            setControl(0, 0);
            return;
        }
        int bytes = CONTROL_HEADER_BYTES + descriptors * Integer.BYTES;
        head.putLong(CONTROL + PART_LENGTH, bytes);
        head.putInt(CONTROL + PART_LEVEL, LibC.SOL_SOCKET());
        head.putInt(CONTROL + PART_TYPE, LibC.SCM_RIGHTS());
        setControl(controlAddress, aligned(bytes));
    }

    private void setControl(long address, long bytes) {
        head.putLong(CONTROL_ADDRESS, address);
        head.putLong(CONTROL_LENGTH, bytes);
        head.putInt(FLAGS, 0);
    }

    // --- to receive

    /** Of the message that was received. */
    private int dataOffset() {
        return itemOffset(count) + (hasFrame() ? FrameBlock.BYTES : 0);
    }

    /** Whether the message that was received has a frame. */
    boolean hasFrame() {
        return version == FRAME_VERSION;
    }

    /** Prepares the memory for a message to be received. */
    MemorySegment toReceive() {
        head.putLong(CONTENT_LENGTH, contentBytes.capacity());
        setControl(controlAddress, CONTROL_BYTES);
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
        arrived = 0;
        int received = Sockets.receive(socket, target);
        arrived = received < 0 ? 0 : readDescriptors(head.getLong(CONTROL_LENGTH));
        readHeader();
        return received;
    }

    /** Once, since others ask for it often. Of a message that is too short, the rest is of an earlier one, and means nothing. */
    void readHeader() {
        version = contentBytes.getInt(VERSION_OFFSET);
        count = contentBytes.getInt(COUNT_OFFSET);
    }

    /** Reads the descriptors in the control data up to {@code end}. Returns their number. */
    int readDescriptors(long end) {
        int count = 0;
        int start = 0;
        while (start + CONTROL_HEADER_BYTES <= end) {
            int length = (int) head.getLong(CONTROL + start + PART_LENGTH);
            if (isRights(start)) {
                for (int at = CONTROL_HEADER_BYTES; at + Integer.BYTES <= length; at += Integer.BYTES) {
                    fds[count] = head.getInt(CONTROL + start + at);
                    count++;
                }
            }
            start += Math.max(aligned(length), CONTROL_HEADER_BYTES);
        }
        return count;
    }

    private boolean isRights(int start) {
        return head.getInt(CONTROL + start + PART_LEVEL) == LibC.SOL_SOCKET()
                && head.getInt(CONTROL + start + PART_TYPE) == LibC.SCM_RIGHTS();
    }

    /** Returns the number of descriptors that arrived with the message, whatever the message says. */
    int descriptors() {
        return arrived;
    }

    /** Returns one of the descriptors that {@link #readDescriptors} has read. */
    int descriptor(int index) {
        return fds[index];
    }

    /** Returns the next descriptor without another owner; {@link #NO_DESCRIPTOR} after the last. */
    int next() {
        return adopted < arrived ? fds[adopted] : NO_DESCRIPTOR;
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
    }

    /**
     * Whether this is the end of the connection and not an empty message. An empty message has control data, at least its time,
     * since the channel asks for that ({@link io.github.dmabuf4j.internal.sys.Sockets#setTimestamps}).
     */
    boolean isEnd(int received) {
        return received == 0 && head.getLong(CONTROL_LENGTH) == 0 && !lacksDescriptors();
    }

    /** Whether the kernel has left out descriptors. */
    boolean lacksDescriptors() {
        return (head.getInt(FLAGS) & LibC.MSG_CTRUNC()) != 0;
    }

    /** Returns what is wrong with the message that was received, as a clause; empty if it is valid. */
    String defect(int received, int descriptors) {
        if ((head.getInt(FLAGS) & LibC.MSG_TRUNC()) != 0) {
            return "it is longer than any message of this library";
        }
        if (received == 0) {
            return "it is empty";
        }
        if (received < HEADER_BYTES || contentBytes.getInt(MAGIC_OFFSET) != MAGIC) {
            return "it does not begin as messages of this library do";
        }
        if (version != VERSION && !hasFrame()) {
            return "it is of version " + Integer.toUnsignedString(version) + ", this library speaks versions " + VERSION
                    + " and " + FRAME_VERSION;
        }
        return defectOfContent(received, descriptors);
    }

    private String defectOfContent(int received, int descriptors) {
        boolean hasFrame = hasFrame();
        if (count < 0 || count > MAX_ITEMS || dataOffset() > received) {
            return "it is too short for the " + Integer.toUnsignedString(count) + " items that it announces"
                    + (hasFrame ? ", and a frame" : "");
        }
        if (count != descriptors) {
            return "it announces " + count + " descriptors and has " + descriptors;
        }
        if (received - dataOffset() > MAX_DATA) {
            return "it has more than " + MAX_DATA + " bytes of data";
        }
        if (hasFrame && Integer.compareUnsigned(spoken(), FRAME_VERSION) < 0) {
            return "it has a frame, but says that its sender cannot receive one";
        }
        return "";
    }

    /** Returns the highest version that the sender of a valid message can receive. */
    int spoken() {
        int spoken = contentBytes.getInt(SPOKEN_OFFSET);
        return spoken == 0 ? VERSION : spoken;
    }

    /**
     * Returns the layout in a valid message that {@linkplain #hasFrame has a frame}.
     *
     * @throws IllegalArgumentException when it is not one, with the reason
     */
    FrameLayout frame() {
        return frames.read(contentBytes, itemOffset(count));
    }

    /** Returns the number of items of a valid message. */
    int count() {
        return count;
    }

    /** Returns what an item of a valid message is. */
    int kind(int index) {
        return contentBytes.getInt(itemOffset(index));
    }

    /** Returns the size of the buffer that an item of a valid message stands for. */
    long size(int index) {
        return contentBytes.getLong(itemOffset(index) + SIZE_OFFSET);
    }

    /** Returns the name in an item of a valid message. */
    String name(int index) {
        return KernelText.decode(content.asSlice(itemOffset(index) + NAME_OFFSET, NAME_BYTES));
    }

    /** Returns the program's own bytes of a valid message. */
    byte[] data(int received) {
        int offset = dataOffset();
        if (offset == received) {
            return NO_DATA;
        }
        byte[] data = new byte[received - offset];
        contentBytes.get(offset, data);
        return data;
    }
}
