// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.internal.standin.StandIn;
import io.github.dmabuf4j.support.Scarcity;
import io.github.dmabuf4j.support.Scarcity.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operations that hold, access or duplicate the buffers of a frame, for {@link Scarcity}. */
public final class FrameScarcityMain {
    private static final int PAGE = 4096;

    private FrameScarcityMain() {}

    /** Runs them as the arguments say. */
    public static void main(String[] arguments) throws Exception {
        Frame frame = frame();
        Map<String, Operation> operations = new LinkedHashMap<>();
        operations.put("access", () -> frame.access(Access.WRITE).close());
        operations.put("wayland", () -> WaylandParams.of(frame).close());
        operations.put("egl", () -> EglImport.of(frame).close());
        operations.put("ffmpeg", () -> AvDrmFrame.of(frame).close());
        operations.put("duplicate", () -> frame.duplicate().close());
        Scarcity.run(arguments, operations);
        sayWhatIsHeld(frame);
        Runtime.getRuntime().halt(0);
    }

    /** In two buffers: what has got one of them can fail with the other. */
    private static Frame frame() throws DmaBufException {
        StandIn.allow();
        List<FramePlane> planes = List.of(new FramePlane(0, 0, 64), new FramePlane(1, 0, 64));
        FrameLayout layout = new FrameLayout(64, 64, DrmFormat.NV12, Modifier.LINEAR, planes, FrameColor.UNSPECIFIED);
        return Frame.owning(layout, List.of(DmaBuf.adopt(StandIn.create(PAGE)), DmaBuf.adopt(StandIn.create(PAGE))));
    }

    /**
     * A hold or a scope that was lost is not among the descriptors that are left: it keeps one that was there before. A line after the
     * last one fails the test.
     */
    private static void sayWhatIsHeld(Frame frame) {
        for (DmaBuf buffer : frame.buffers()) {
            try {
                buffer.detachFd();
            } catch (IllegalStateException held) {
                System.out.println(held.getMessage());
            }
        }
    }
}
