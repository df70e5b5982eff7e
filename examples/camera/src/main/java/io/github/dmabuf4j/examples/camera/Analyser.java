// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameAccess;
import io.github.dmabuf4j.share.Delivery;
import io.github.dmabuf4j.share.ShareChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second process. It receives frames as descriptors, counts their pixels in place, and answers. It ends when the other
 * side of the socket does.
 */
final class Analyser {
    private final ShareChannel channel;

    /** By the inode of the buffer: each arrives many times, but one descriptor and one mapping of it are enough. */
    private final Map<Long, Frame> known = new HashMap<>();

    private Analyser(ShareChannel channel) {
        this.channel = channel;
    }

    /** Runs the analyser. The argument is the path of the socket. */
    public static void main(String[] arguments) {
        try (ShareChannel channel = ShareChannel.connect(Path.of(arguments[0]))) {
            new Analyser(channel).serve();
        } catch (IOException | InterruptedException failure) {
            System.err.println("camera: the analyser failed: " + failure.getMessage());
            System.exit(1);
        }
    }

    private void serve() throws IOException, InterruptedException {
        try {
            for (Optional<Delivery> next = channel.receive(); next.isPresent(); next = channel.receive()) {
                channel.send(List.of(), List.of(), answer(next.get()).encode());
            }
        } finally {
            known.values().forEach(Frame::close);
        }
    }

    private Answer answer(Delivery delivery) throws DmaBufException {
        Frame frame = kept(delivery.frame().orElseThrow());
        try (FrameAccess access = frame.access(Access.READ)) {
            int sequence = ByteBuffer.wrap(delivery.data()).getInt();
            return new Answer(sequence, frame.buffer(0).inode(), Histogram.of(access));
        }
    }

    /** Returns the frame as it arrived first in its buffer, and closes later ones. */
    private Frame kept(Frame delivered) throws DmaBufException {
        Frame before = known.putIfAbsent(delivered.buffer(0).inode(), delivered);
        if (before == null) {
            return delivered;
        }
        delivered.close();
        return before;
    }
}
