// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.internal.standin.StandIn;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(UnchangedDescriptors.class)
class EglExportTest {
    private static final int PAGE = 4096;

    /** A descriptor as EGL would give it to this process. */
    private static int exported() {
        StandIn.allow();
        return StandIn.create(PAGE);
    }

    /** What EGL writes for a picture of 16x8 pixels, with 16 bytes from row to row. */
    private static EglExport export(DrmFormat format, int... fds) {
        EglExport export = new EglExport();
        export.fourcc()[0] = format.code();
        export.planes()[0] = fds.length;
        System.arraycopy(fds, 0, export.fds(), 0, fds.length);
        Arrays.fill(export.strides(), 16);
        for (int i = 0; i < fds.length; i++) {
            export.offsets()[i] = 128 * i;
        }
        return export;
    }

    @Test
    void oneDescriptorBecomesAFrame() throws IOException {
        int fd = exported();
        try (EglExport export = export(DrmFormat.R8, fd);
                Frame frame = export.toFrame(16, 8)) {
            assertThat(frame).hasToString("Frame[16x8 R8 LINEAR in 1 buffer of 4096 bytes]");
            assertThat(frame.ownsBuffers()).isTrue();
            assertThat(frame.buffer(0).fd()).isEqualTo(fd);
            assertThat(export.fds()).containsOnly(-1);
            assertThat(frame.buffer(0).size()).isEqualTo(PAGE);
        }
    }

    @Test
    void aPlaneWithoutADescriptorLiesInTheBufferBefore() throws IOException {
        try (EglExport export = export(DrmFormat.NV12, exported(), -1);
                Frame frame = export.toFrame(16, 8)) {
            assertThat(frame.buffers()).hasSize(1);
            assertThat(frame.layout().planes()).containsExactly(new FramePlane(0, 0, 16), new FramePlane(0, 128, 16));
        }
    }

    @Test
    void twoBuffersStayTwo() throws IOException {
        try (EglExport export = export(DrmFormat.NV12, exported(), exported());
                Frame frame = export.toFrame(16, 8)) {
            assertThat(frame.buffers()).hasSize(2);
            assertThat(frame.layout().planes()).containsExactly(new FramePlane(0, 0, 16), new FramePlane(1, 128, 16));
        }
    }

    @Test
    void severalDescriptorsOfOneBufferAreOne() throws IOException {
        int fd = exported();
        try (EglExport export = export(DrmFormat.NV12, fd, Sys.duplicate(fd));
                Frame frame = export.toFrame(16, 8)) {
            assertThat(frame.buffers()).hasSize(1);
            assertThat(frame.buffer(1).fd()).isEqualTo(fd);
        }
    }

    /** Must not be closed twice: the number may stand for another file by then. */
    @Test
    void aRepeatedDescriptorIsOwnedOnce() throws IOException {
        int fd = exported();
        try (EglExport export = export(DrmFormat.NV12, fd, fd);
                Frame frame = export.toFrame(16, 8)) {
            assertThat(frame.buffers()).hasSize(1);
        }
        int again = exported();
        try (EglExport unused = export(DrmFormat.YUV420, again, -1, again)) {
            assertThat(unused.planes()).containsExactly(3);
        }
    }

    @Test
    void whatWasNotTakenIsClosed() throws IOException {
        int[] fds = {exported(), exported(), exported(), exported()};
        EglExport export = export(DrmFormat.R8, fds);
        export.planes()[0] = 1;
        try (Frame frame = export.toFrame(16, 8)) {
            assertThat(frame.buffer(0).fd()).isEqualTo(fds[0]);
            assertThat(OpenFiles.ofThisProcess()).doesNotContainKeys(fds[1], fds[2], fds[3]);
            export.close();
            assertThat(OpenFiles.ofThisProcess()).containsKey(fds[0]);
        }
    }

    private static void refused(EglExport export, Class<? extends Exception> type, String message) {
        assertThatThrownBy(() -> export.toFrame(16, 8)).isInstanceOf(type).hasMessageContaining(message);
        assertThat(export.fds()).containsOnly(-1);
        assertThatThrownBy(() -> export.toFrame(16, 8)).hasMessageContaining("EGL re");
    }

    @Test
    void noDescriptorAtAll() {
        refused(
                export(DrmFormat.R8, -1),
                DmaBufException.class,
                "eglExportDMABUFImageMESA on plane 0 failed: EGL returned no descriptor: it cannot export this image");
    }

    @Test
    void allDescriptorsAreClosedWhenTheFrameIsRefused() {
        EglExport unknown = export(DrmFormat.R8, exported());
        unknown.fourcc()[0] = 0x20202020;
        refused(unknown, IllegalArgumentException.class, "0x20202020");

        EglExport mixed = export(DrmFormat.NV12, exported(), exported());
        mixed.modifiers()[1] = Modifier.INVALID.value();
        refused(mixed, IllegalArgumentException.class, "plane 1 has the modifier INVALID, but plane 0 has LINEAR");

        EglExport unfilled = export(DrmFormat.NV12, exported(), -1);
        unfilled.strides()[1] = 0;
        refused(unfilled, IllegalArgumentException.class, "pitch");

        EglExport beyond = export(DrmFormat.NV12, exported(), exported());
        beyond.offsets()[1] = PAGE;
        refused(beyond, IllegalArgumentException.class, "plane 1 begins at offset 4096");

        EglExport before = export(DrmFormat.R8, exported());
        before.offsets()[0] = -1;
        refused(before, IllegalArgumentException.class, "offset");

        EglExport none = export(DrmFormat.R8, exported());
        none.planes()[0] = 0;
        refused(none, IllegalArgumentException.class, "EGL reported 0 planes, but a frame has 1 to 4");

        EglExport many = export(DrmFormat.R8, exported());
        many.planes()[0] = 5;
        refused(many, IllegalArgumentException.class, "EGL reported 5 planes");
    }

    /** The first one is adopted by then. */
    @Test
    void aDescriptorOfAnotherKindIsClosedToo() {
        refused(export(DrmFormat.NV12, exported(), Sys.eventfd(0, 0)), DmaBufException.class, "anon_inode:[eventfd]");
        refused(export(DrmFormat.R8, 1 << 20), DmaBufException.class, "fd 1048576");
    }
}
