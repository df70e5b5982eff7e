// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that holds, shares and maps buffers as it is told; {@code src/test/native/holder.c} says what each command does.
 * Slots, mappings, cards and the like are small numbers of the caller's choice.
 */
public final class Holder extends CommandedProcess {
    private static final AtomicInteger PASSED = new AtomicInteger();

    private Holder(Process process) {
        super(process);
    }

    /** What a fence is waited for. */
    public enum Fence {
        READ,
        WRITE
    }

    /** The inodes of the first and the last of many buffers. */
    public record Inodes(long first, long last) {}

    public static Holder start() throws IOException {
        return new Holder(NativeProgram.start("holder"));
    }

    /** Returns the inode. */
    public long alloc(String heap, long bytes, int slot) throws IOException {
        return number("alloc", heap, bytes, slot);
    }

    /** Fills {@code count} slots from {@code firstSlot} on, or none. */
    public Inodes allocMany(String heap, long bytes, int count, int firstSlot) throws IOException {
        String[] inodes = ask("alloc-many", heap, bytes, count, firstSlot).split(" ", -1);
        return new Inodes(Long.parseLong(inodes[0]), Long.parseLong(inodes[1]));
    }

    /** Returns the inode. */
    public long udmabuf(long bytes, int slot) throws IOException {
        return number("udmabuf", bytes, slot);
    }

    /** The descriptor in a slot. */
    public int fd(int slot) throws IOException {
        return (int) number("fd", slot);
    }

    public void name(int slot, byte[] name) throws IOException {
        tell("name", slot, hex(name));
    }

    public void name(int slot, String name) throws IOException {
        name(slot, name.getBytes(StandardCharsets.UTF_8));
    }

    public void dup(int slot, int newSlot) throws IOException {
        tell("dup", slot, newSlot);
    }

    public void close(int slot) throws IOException {
        tell("close", slot);
    }

    public void closeMany(int firstSlot, int count) throws IOException {
        tell("close-many", firstSlot, count);
    }

    /** Returns the address. */
    public long map(int slot, int mapping, long offset, long length) throws IOException {
        return number("map", slot, mapping, offset, length);
    }

    /** Of a part; the mapping's number is free again when its full length is unmapped from offset 0 on. */
    public void unmap(int mapping, long offset, long length) throws IOException {
        tell("unmap", mapping, offset, length);
    }

    /** Opens a graphics device, such as that of {@code vgem} or {@code vkms}. */
    public void drm(String driver, int card) throws IOException {
        tell("drm", driver, card);
    }

    /** Returns the handle, for {@link #gemClose}. */
    public long importInto(int card, int slot) throws IOException {
        return number("import", card, slot);
    }

    public void gemClose(int card, long handle) throws IOException {
        tell("gem-close", card, handle);
    }

    public void drmClose(int card) throws IOException {
        tell("drm-close", card);
    }

    /** Opens a camera, that of {@code vivid} or {@code vimc}. */
    public void v4l2(String driver, int camera) throws IOException {
        tell("v4l2", driver, camera);
    }

    /** Lets the camera have the buffer, which needs 512 KiB of a contiguous heap; up to eight for each camera. */
    public void v4l2Queue(int camera, int slot) throws IOException {
        tell("v4l2-queue", camera, slot);
    }

    public void v4l2Close(int camera) throws IOException {
        tell("v4l2-close", camera);
    }

    /** Gives another holder the buffer as well, over a socket; returns the inode that the other one sees. */
    public long pass(int slot, Holder other, int slotOfOther) throws IOException {
        String name = "dmabuf4j-%d-%d".formatted(ProcessHandle.current().pid(), PASSED.incrementAndGet());
        other.ask("receive", name, slotOfOther);
        tell("send", name, slot);
        return Long.parseLong(other.answerTo("receive " + name));
    }

    /** Leaves the buffer to a message that nobody reads, so to the kernel alone, and frees the slot. */
    public void socketHold(int slot) throws IOException {
        tell("socket-hold", slot);
    }

    /** Throws away all messages of {@link #socketHold}. */
    public void socketRelease() throws IOException {
        tell("socket-release");
    }

    /** Makes a timeline for {@link #fence}, which stands at 0. */
    public void timeline(int timeline) throws IOException {
        tell("timeline", timeline);
    }

    /** Makes a fence that signals when the timeline comes to a value. */
    public void fence(int timeline, long value, int fence) throws IOException {
        tell("fence", timeline, value, fence);
    }

    public void addFence(int fence, int slot, Fence kind) throws IOException {
        tell("add-fence", fence, slot, kind == Fence.READ ? "read" : "write");
    }

    public void closeFence(int fence) throws IOException {
        tell("close-fence", fence);
    }

    public void advance(int timeline, long steps) throws IOException {
        tell("advance", timeline, steps);
    }

    public void closeTimeline(int timeline) throws IOException {
        tell("close-timeline", timeline);
    }

    /** Names the process; the kernel keeps 15 bytes. */
    public void comm(byte[] name) throws IOException {
        tell("comm", hex(name));
    }

    public void comm(String name) throws IOException {
        comm(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Becomes another user for good. */
    public void uid(int id) throws IOException {
        tell("uid", id);
    }

    /** Leaves the buffer to a thread that has descriptors of its own, and frees the slot. */
    public void threadHold(int slot) throws IOException {
        tell("thread-hold", slot);
    }

    /** Ends the first thread; another one obeys from now on. */
    public void leaderExit() throws IOException {
        tell("leader-exit");
    }

    /** Allocates and frees in a thread of its own, until {@link #churnStop}. */
    public void churn(String heap, long bytes) throws IOException {
        tell("churn", heap, bytes);
    }

    /** Like {@link #churn}, where the mapping is the buffer's last reference. */
    public void mapChurn(String heap, long bytes) throws IOException {
        tell("map-churn", heap, bytes);
    }

    /** Attaches the buffer to a graphics device and detaches it, in a thread of its own, until {@link #churnStop}. */
    public void attachChurn(String driver, int slot) throws IOException {
        tell("attach-churn", driver, slot);
    }

    /** Returns how many buffers, or attachments, came and went. */
    public long churnStop() throws IOException {
        return number("churn-stop");
    }

    /** Returns the id of a child that holds the same, until {@link #endChild} or the end of this holder. */
    public long fork() throws IOException {
        return number("fork");
    }

    public void endChild(long pid) throws IOException {
        tell("end-child", pid);
    }

    /** Ends it with this code; returns the one that it really had. */
    public int exit(int code) throws IOException {
        tell("exit", code);
        return awaitEnd();
    }

    private static String hex(byte[] bytes) {
        return bytes.length == 0 ? "-" : HexFormat.of().formatHex(bytes);
    }
}
