// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameAccess;
import io.github.dmabuf4j.share.Delivery;
import io.github.dmabuf4j.share.ShareChannel;
import java.io.IOException;
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

    /** By inode: each buffer arrives many times, but one descriptor and one mapping of it are enough. */
    private final Map<Long, DmaBuf> known = new HashMap<>();

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
            known.values().forEach(DmaBuf::close);
        }
    }

    private Answer answer(Delivery delivery) throws DmaBufException {
        FrameMessage message = FrameMessage.decode(delivery.data());
        DmaBuf buffer = kept(delivery.buffers().getFirst());
        try (Frame frame = Frame.of(message.layout(), List.of(buffer));
                FrameAccess access = frame.access(Access.READ)) {
            return new Answer(message.sequence(), buffer.inode(), Histogram.of(access));
        }
    }

    /** Returns the buffer as it arrived first, and closes later duplicates. */
    private DmaBuf kept(DmaBuf delivered) throws DmaBufException {
        DmaBuf before = known.putIfAbsent(delivered.inode(), delivered);
        if (before == null) {
            return delivered;
        }
        delivered.close();
        return before;
    }
}
