// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.frame.Frame;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A frame to be sent, with what belongs to it. Immutable; owns nothing: the sender keeps its frame and its fences, and may close them
 * as soon as the message is sent.
 */
public final class FrameMessage {
    private static final byte[] NO_DATA = new byte[0];

    private final Frame frame;
    private final @Nullable SyncFile acquireFence;
    private final @Nullable SyncFile releaseFence;
    private final byte[] data;

    private FrameMessage(Frame frame, @Nullable SyncFile acquireFence, @Nullable SyncFile releaseFence, byte[] data) {
        this.frame = frame;
        this.acquireFence = acquireFence;
        this.releaseFence = releaseFence;
        this.data = data;
    }

    /**
     * Makes a message of a frame alone.
     *
     * @param frame the frame
     * @return the message
     */
    public static FrameMessage of(Frame frame) {
        return new FrameMessage(frame, null, null, NO_DATA);
    }

    /**
     * Adds the fence that the receiver waits for before it uses the frame.
     *
     * @param fence signals when the frame is ready
     * @return a message
     */
    public FrameMessage withAcquireFence(SyncFile fence) {
        return new FrameMessage(frame, fence, releaseFence, data);
    }

    /**
     * Adds the fence that the receiver waits for before it writes into the frame, or gives it to others to write.
     *
     * @param fence signals when the sender no longer uses the frame
     * @return a message
     */
    public FrameMessage withReleaseFence(SyncFile fence) {
        return new FrameMessage(frame, acquireFence, fence, data);
    }

    /**
     * Adds bytes of the program's own, such as a number or a time stamp.
     *
     * @param bytes at most {@link ShareChannel#MAX_DATA_BYTES}; copied
     * @return a message
     */
    public FrameMessage withData(byte[] bytes) {
        return new FrameMessage(frame, acquireFence, releaseFence, bytes.clone());
    }

    /**
     * Returns the frame.
     *
     * @return the frame
     */
    public Frame frame() {
        return frame;
    }

    /**
     * Returns the fence that signals when the frame is ready.
     *
     * @return the fence; empty where there is none
     */
    public Optional<SyncFile> acquireFence() {
        return Optional.ofNullable(acquireFence);
    }

    /**
     * Returns the fence that signals when the sender no longer uses the frame.
     *
     * @return the fence; empty where there is none
     */
    public Optional<SyncFile> releaseFence() {
        return Optional.ofNullable(releaseFence);
    }

    /** Null where there is none. */
    @Nullable
    SyncFile acquireOrNull() {
        return acquireFence;
    }

    /** Null where there is none. */
    @Nullable
    SyncFile releaseOrNull() {
        return releaseFence;
    }

    /** The bytes of the program's own, not copied. */
    byte[] bytes() {
        return data;
    }
}
