// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import static io.github.dmabuf4j.frame.StandInBuffers.PAGE;
import static io.github.dmabuf4j.frame.StandInBuffers.pages;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(UnchangedDescriptors.class)
class FrameTest {
    /** 64 rows of 64 bytes, and 32 rows of 64 bytes: one and a half pages. */
    private static final FrameLayout NV12 = FrameLayout.linear(DrmFormat.NV12, 64, 64);

    private static final Modifier TILED = new Modifier(0x0100_0000_0000_0001L);

    /** Luma in buffer 0, chroma in buffer 1. */
    private static FrameLayout twoBuffers() {
        List<FramePlane> planes = List.of(new FramePlane(0, 0, 64), new FramePlane(1, 0, 64));
        return new FrameLayout(64, 64, DrmFormat.NV12, Modifier.LINEAR, planes, FrameColor.UNSPECIFIED);
    }

    @Test
    void buffersOfAnotherOwnerStayOpen() throws IOException {
        try (DmaBuf buffer = pages(2)) {
            try (Frame frame = Frame.of(NV12, List.of(buffer))) {
                assertThat(frame.ownsBuffers()).isFalse();
                assertThat(frame.buffer(1)).isSameAs(buffer);
                assertThat(frame).hasToString("Frame[64x64 NV12 LINEAR in 1 buffer of 8192 bytes]");
            }
            assertThat(buffer.isOpen()).isTrue();
        }
    }

    @Test
    void ownBuffersAreClosed() throws IOException {
        DmaBuf luma = pages(1);
        DmaBuf chroma = pages(1);
        Frame frame = Frame.owning(twoBuffers(), List.of(luma, chroma));
        assertThat(frame.ownsBuffers()).isTrue();
        assertThat(frame.buffers()).containsExactly(luma, chroma);
        frame.close();
        frame.close();
        assertThat(luma.isOpen()).isFalse();
        assertThat(chroma.isOpen()).isFalse();
    }

    /** As drivers of cameras hand out a descriptor for each plane of one buffer. */
    @Test
    void descriptorsOfOneBufferCountAsOne() throws IOException {
        DmaBuf first = pages(2);
        DmaBuf second = first.duplicate();
        List<FramePlane> planes = List.of(new FramePlane(0, 0, 64), new FramePlane(1, PAGE, 64));
        FrameLayout layout = new FrameLayout(64, 64, DrmFormat.NV12, Modifier.LINEAR, planes, FrameColor.BT709);
        try (Frame borrowed = Frame.of(layout, List.of(first, second))) {
            assertThat(borrowed.buffers()).containsExactly(first);
            assertThat(borrowed.layout().planes())
                    .containsExactly(new FramePlane(0, 0, 64), new FramePlane(0, PAGE, 64));
            assertThat(borrowed.layout().color()).isEqualTo(FrameColor.BT709);
            assertThat(second.isOpen()).isTrue();
        }
        try (Frame owned = Frame.owning(layout, List.of(first, second))) {
            assertThat(owned.buffers()).containsExactly(first);
            assertThat(second.isOpen()).isFalse();
            assertThat(first.isOpen()).isTrue();
        }
    }

    @Test
    void theSameObjectTwiceIsNotClosedAtOnce() throws IOException {
        DmaBuf buffer = pages(1);
        try (Frame frame = Frame.owning(twoBuffers(), List.of(buffer, buffer))) {
            assertThat(frame.buffers()).containsExactly(buffer);
            assertThat(buffer.isOpen()).isTrue();
        }
    }

    @Test
    void aDuplicateOutlivesItsFrame() throws IOException {
        Frame duplicate;
        try (Frame frame = Frame.owning(twoBuffers(), List.of(pages(1), pages(1)))) {
            duplicate = frame.duplicate();
            assertThat(duplicate.buffer(1).inode()).isEqualTo(frame.buffer(1).inode());
        }
        try (duplicate) {
            assertThat(duplicate.buffers()).hasSize(2).allMatch(DmaBuf::isOpen);
            assertThat(duplicate.layout()).isEqualTo(twoBuffers());
        }
    }

    @Test
    void aClosedBufferIsRefused() throws IOException {
        DmaBuf closed = pages(2);
        closed.close();
        assertThatThrownBy(() -> Frame.of(NV12, List.of(closed)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("buffer 0 of the frame is closed: " + closed);
        try (DmaBuf luma = pages(1)) {
            assertThatThrownBy(() -> Frame.owning(twoBuffers(), List.of(luma, closed)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("buffer 1 of the frame is closed: " + closed);
            assertThat(luma.isOpen()).as("stays the caller's").isTrue();
        }
    }

    @Test
    void planesThatDoNotFitAreNamed() throws IOException {
        try (DmaBuf page = pages(1)) {
            refused(
                    () -> Frame.owning(NV12, List.of(page)),
                    "plane 1 begins at offset 4096, beyond the end of its buffer of 4096 bytes");
            refused(
                    () -> Frame.of(with(1, 64), List.of(page)),
                    "plane 0 (64 rows 64 bytes apart, from offset 1) ends at 4097, beyond the end of its buffer of 4096"
                            + " bytes");
            refused(
                    () -> Frame.of(with(0, 65), List.of(page)),
                    "plane 0 (64 rows 65 bytes apart, from offset 0) ends at 4159, beyond the end of its buffer of 4096"
                            + " bytes");
            refused(
                    () -> Frame.of(NV12, List.of(page, page)),
                    "the planes of 64x64 NV12 LINEAR lie in 1 buffer, not in 2");
            assertThat(page.isOpen()).isTrue();
        }
    }

    private static FrameLayout with(long offset, long pitch) {
        List<FramePlane> planes = List.of(new FramePlane(0, offset, pitch));
        return new FrameLayout(64, 64, DrmFormat.R8, Modifier.LINEAR, planes, FrameColor.UNSPECIFIED);
    }

    /** Sums of the greatest numbers do not wrap around. */
    @Test
    void noSumOverflows() throws IOException {
        List<FramePlane> planes = List.of(new FramePlane(0, 0, 0xffff_ffffL));
        FrameLayout tall =
                new FrameLayout(64, Integer.MAX_VALUE, DrmFormat.R8, Modifier.LINEAR, planes, FrameColor.UNSPECIFIED);
        List<FramePlane> far = List.of(new FramePlane(0, Long.MAX_VALUE / 2, 0xffff_ffffL));
        assertThat(tall.withPlanes(far).bufferBytes(0)).isEqualTo(Long.MAX_VALUE);
        try (DmaBuf page = pages(1)) {
            refused(
                    () -> Frame.of(tall, List.of(page)),
                    "plane 0 (2147483647 rows 4294967295 bytes apart, from offset 0) ends at 9223372026117357634,"
                            + " beyond the end of its buffer of 4096 bytes");
        }
    }

    /** The last row may lack its padding. */
    @Test
    void theLastRowNeedsNoPadding() throws IOException {
        List<FramePlane> planes = List.of(new FramePlane(0, 0, 5000));
        FrameLayout layout = new FrameLayout(3192, 2, DrmFormat.R8, Modifier.LINEAR, planes, FrameColor.UNSPECIFIED);
        try (DmaBuf buffer = pages(2);
                Frame frame = Frame.of(layout, List.of(buffer));
                FrameAccess access = frame.access(Access.READ)) {
            assertThat(access.plane(0).byteSize()).isEqualTo(8192);
            assertThat(access.row(0, 1).byteSize()).isEqualTo(3192);
        }
    }

    @Test
    void aTiledPictureHasPlanesAndNoRows() throws IOException {
        List<FramePlane> planes = List.of(new FramePlane(0, 0, 256), new FramePlane(0, PAGE, 64));
        FrameLayout layout = new FrameLayout(64, 64, DrmFormat.XRGB8888, TILED, planes, FrameColor.UNSPECIFIED);
        try (DmaBuf buffer = pages(2);
                Frame frame = Frame.of(layout, List.of(buffer));
                FrameAccess access = frame.access(Access.READ)) {
            assertThat(access.plane(1).byteSize()).isEqualTo(PAGE);
            assertThatThrownBy(() -> access.row(0, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a picture with modifier I915_X_TILED does not consist of rows that a CPU can read");
        }
    }

    /** 3 by 2 tiles of 8 bytes. */
    @Test
    void aRowOfTilesIsNotARow() throws IOException {
        FrameLayout layout = FrameLayout.linear(DrmFormat.Y0L2, 5, 3);
        assertThat(layout.bufferBytes(0)).isEqualTo(48);
        try (DmaBuf buffer = pages(1);
                Frame frame = Frame.of(layout, List.of(buffer));
                FrameAccess access = frame.access(Access.READ)) {
            assertThat(access.plane(0).byteSize()).isEqualTo(48);
            assertThatThrownBy(() -> access.row(0, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a picture in Y0L2 does not consist of rows that a CPU can read: a row of tiles has 2"
                            + " rows of pixels");
        }
    }

    @Test
    void segmentsAreThoseOfThePlanes() throws IOException {
        try (DmaBuf buffer = pages(2);
                Frame frame = Frame.of(NV12, List.of(buffer))) {
            try (FrameAccess access = frame.access(Access.WRITE)) {
                access.plane(1).fill((byte) 7);
                access.row(0, 63).set(JAVA_BYTE, 63, (byte) 9);
                assertThatThrownBy(() -> access.row(1, 32)).isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> access.plane(2)).isInstanceOf(IndexOutOfBoundsException.class);
            }
            try (FrameAccess access = frame.access(Access.READ)) {
                MemorySegment luma = access.plane(0);
                assertThat(luma.byteSize()).isEqualTo(64 * 64);
                assertThat(luma.get(JAVA_BYTE, 64 * 64 - 1)).isEqualTo((byte) 9);
                assertThat(access.row(1, 0).get(JAVA_BYTE, 0)).isEqualTo((byte) 7);
                assertThat(luma.isReadOnly()).isTrue();
            }
        }
    }

    @Test
    void aScopeThatCannotBeOpenedLeavesNoneOpen() throws IOException {
        DmaBuf luma = pages(1);
        DmaBuf chroma = pages(1);
        try (Frame frame = Frame.owning(twoBuffers(), List.of(luma, chroma))) {
            chroma.close();
            assertThatThrownBy(() -> frame.access(Access.READ)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(frame::duplicate).isInstanceOf(IllegalStateException.class);
            // Refused while a scope or a hold is open.
            DmaBuf.adopt(luma.detachFd()).close();
        }
    }

    /** The first failure is thrown, and has that of the other scope. */
    @Test
    void eachScopeIsEndedWhateverBefallsTheOthers() throws IOException {
        try (Frame frame = Frame.owning(twoBuffers(), List.of(pages(1), pages(1)))) {
            FrameAccess access = frame.access(Access.READ);
            Throwable refused = CompletableFuture.supplyAsync(() -> catchThrowable(access::close))
                    .join();
            assertThat(refused).isInstanceOf(WrongThreadException.class);
            assertThat(refused.getSuppressed()).singleElement().isInstanceOf(WrongThreadException.class);
            assertThat(access.row(1, 0).get(JAVA_BYTE, 0)).isZero();
            access.close();
            assertThatThrownBy(() -> access.row(0, 0).get(JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> access.row(1, 0).get(JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void allocatedBuffersAreOwnedAndFreedOnFailure() throws IOException {
        try (Frame frame = Frame.allocate(new Pages(2), twoBuffers())) {
            assertThat(frame.ownsBuffers()).isTrue();
            assertThat(frame.buffers()).extracting(DmaBuf::size).containsExactly((long) PAGE, (long) PAGE);
        }
        assertThatThrownBy(() -> Frame.allocate(new Pages(1), twoBuffers())).isInstanceOf(DmaBufException.class);
        List<FramePlane> planes = List.of(new FramePlane(0, 0, 256));
        FrameLayout tiled = new FrameLayout(64, 64, DrmFormat.XRGB8888, TILED, planes, FrameColor.UNSPECIFIED);
        refused(
                () -> Frame.allocate(new Pages(1), tiled),
                "cannot allocate 64x64 XRGB8888 I915_X_TILED: only the driver of its modifier knows the size of the"
                        + " buffers");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    /** Fails after some allocations. */
    private static final class Pages implements BufferAllocator {
        private int left;

        Pages(int left) {
            this.left = left;
        }

        @Override
        public String name() {
            return "pages";
        }

        @Override
        public DmaBuf allocate(long bytes) throws DmaBufException {
            if (left-- == 0) {
                throw new DmaBufException("allocate", "nothing left", 12);
            }
            return pages((int) (bytes + PAGE - 1) / PAGE);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
