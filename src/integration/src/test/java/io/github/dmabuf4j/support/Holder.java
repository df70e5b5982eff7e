// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that holds, shares and maps buffers on command. {@code src/test/native/holder.c} describes the commands. Slots,
 * mappings, cards and others are small numbers that the caller chooses.
 */
public final class Holder extends CommandedProcess {
    private static final AtomicInteger PASSED = new AtomicInteger();

    private Holder(Process process) {
        super(process);
    }

    /** The accesses that wait for a fence. */
    public enum Fence {
        READ,
        WRITE
    }

    /** The inodes of the first and the last of many buffers. */
    public record Inodes(long first, long last) {}

    public static Holder start() throws IOException {
        return new Holder(NativeProgram.start("holder"));
    }

    /** Allocates from a heap or, with its name, by udmabuf. Returns the inode. */
    public long alloc(String heap, long bytes, int slot) throws IOException {
        return heap.equals("udmabuf") ? udmabuf(bytes, slot) : number("alloc", heap, bytes, slot);
    }

    /** Allocates {@code count} buffers into the slots from {@code firstSlot} on. On failure it allocates none. */
    public Inodes allocMany(String heap, long bytes, int count, int firstSlot) throws IOException {
        String[] inodes = ask("alloc-many", heap, bytes, count, firstSlot).split(" ", -1);
        return new Inodes(Long.parseLong(inodes[0]), Long.parseLong(inodes[1]));
    }

    /** Returns the inode. */
    public long udmabuf(long bytes, int slot) throws IOException {
        return number("udmabuf", bytes, slot);
    }

    /** Returns the descriptor in a slot. */
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

    /** Unmaps a part. The mapping's number is free again when its full length is unmapped from offset 0 on. */
    public void unmap(int mapping, long offset, long length) throws IOException {
        tell("unmap", mapping, offset, length);
    }

    /** Opens the graphics device of a driver, such as {@code vgem} or {@code vkms}. */
    public void drm(String driver, int card) throws IOException {
        tell("drm", driver, card);
    }

    /** Returns the handle, for {@link #gemClose}. */
    public long importInto(int card, int slot) throws IOException {
        return number("import", card, slot);
    }

    /** Adds a fence of a vgem card to the buffer of a handle. The kernel signals it after 10 s. Returns its number. */
    public long vgemFence(int card, long handle, Fence kind) throws IOException {
        return number("vgem-fence", card, handle, word(kind));
    }

    /** Signals a fence of {@link #vgemFence}. */
    public void vgemSignal(int card, long fence) throws IOException {
        tell("vgem-signal", card, fence);
    }

    public void gemClose(int card, long handle) throws IOException {
        tell("gem-close", card, handle);
    }

    public void drmClose(int card) throws IOException {
        tell("drm-close", card);
    }

    /** Opens the camera of {@code vivid} or {@code vimc}. */
    public void v4l2(String driver, int camera) throws IOException {
        tell("v4l2", driver, camera);
    }

    /** Queues the buffer for a camera. It needs 512 KiB of a contiguous heap; a camera takes up to eight buffers. */
    public void v4l2Queue(int camera, int slot) throws IOException {
        tell("v4l2-queue", camera, slot);
    }

    public void v4l2Close(int camera) throws IOException {
        tell("v4l2-close", camera);
    }

    /** Sends the buffer to another holder over a socket. Returns the inode that the other one sees. */
    public long pass(int slot, Holder other, int slotOfOther) throws IOException {
        String name = "dmabuf4j-%d-%d".formatted(ProcessHandle.current().pid(), PASSED.incrementAndGet());
        other.ask("receive", name, slotOfOther);
        tell("send", name, slot);
        return Long.parseLong(other.answerTo("receive " + name));
    }

    /** Puts the buffer into a message that nobody reads, so that only the kernel holds it, and frees the slot. */
    public void socketHold(int slot) throws IOException {
        tell("socket-hold", slot);
    }

    /** Discards all messages of {@link #socketHold}. */
    public void socketRelease() throws IOException {
        tell("socket-release");
    }

    /** Creates a timeline for {@link #fence}, with the value 0. */
    public void timeline(int timeline) throws IOException {
        tell("timeline", timeline);
    }

    /** Creates a fence that signals when the timeline reaches a value. */
    public void fence(int timeline, long value, int fence) throws IOException {
        tell("fence", timeline, value, fence);
    }

    public void addFence(int fence, int slot, Fence kind) throws IOException {
        tell("add-fence", fence, slot, word(kind));
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

    /** Sets the name of the process, of which the kernel keeps 15 bytes. */
    public void comm(byte[] name) throws IOException {
        tell("comm", hex(name));
    }

    public void comm(String name) throws IOException {
        comm(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Changes the user permanently. */
    public void uid(int id) throws IOException {
        tell("uid", id);
    }

    /** Moves the buffer to a thread with its own descriptors, and frees the slot. */
    public void threadHold(int slot) throws IOException {
        tell("thread-hold", slot);
    }

    /** Ends the first thread. Another thread executes the commands from now on. */
    public void leaderExit() throws IOException {
        tell("leader-exit");
    }

    /** Allocates and frees buffers in a thread of its own, until {@link #churnStop}. */
    public void churn(String heap, long bytes) throws IOException {
        tell("churn", heap, bytes);
    }

    /** Like {@link #churn}, but the mapping is the last reference of the buffer. */
    public void mapChurn(String heap, long bytes) throws IOException {
        tell("map-churn", heap, bytes);
    }

    /**
     * Allocates buffers of 1 to 4 pages, names each {@code PID PAGES CYCLE}, maps it, attaches it to a graphics device and frees
     * it, in a thread of its own, until {@link #churnStop}.
     */
    public void fullChurn(String heap, String driver) throws IOException {
        tell("full-churn", heap, driver);
    }

    /** Attaches the buffer to a graphics device and detaches it, in a thread of its own, until {@link #churnStop}. */
    public void attachChurn(String driver, int slot) throws IOException {
        tell("attach-churn", driver, slot);
    }

    /** Returns the number of allocated and freed buffers, or of attachments. */
    public long churnStop() throws IOException {
        return number("churn-stop");
    }

    /** Forks. Returns the id of the child, which holds the same until {@link #endChild} or the end of this holder. */
    public long fork() throws IOException {
        return number("fork");
    }

    public void endChild(long pid) throws IOException {
        tell("end-child", pid);
    }

    /** Ends the process with this exit code. Returns the actual one. */
    public int exit(int code) throws IOException {
        tell("exit", code);
        return awaitEnd();
    }

    private static String word(Fence kind) {
        return kind == Fence.READ ? "read" : "write";
    }

    private static String hex(byte[] bytes) {
        return bytes.length == 0 ? "-" : HexFormat.of().formatHex(bytes);
    }
}
