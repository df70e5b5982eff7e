// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CpuAccessTest {
    private final Recorder target = new Recorder();
    private final MemorySegment memory = Arena.ofAuto().allocate(64);

    /** Notes what a scope tells the buffer, and refuses what it is told to refuse. */
    private static final class Recorder extends SyncRecorder implements CpuAccess.Target {}

    private CpuAccess start(Access mode) throws DmaBufException {
        return CpuAccess.start(target, mode, memory);
    }

    @ParameterizedTest
    @EnumSource
    void aScopeStartsAndEndsWithTheSameMode(Access mode) throws DmaBufException {
        CpuAccess access = start(mode);
        assertThat(target.calls).containsExactly("START " + mode);

        access.close();

        assertThat(target.calls).containsExactly("START " + mode, "END " + mode, "ended");
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatThrowsDoesNotSkipTheEnd(Access mode) {
        ArithmeticException ofBody = new ArithmeticException();

        Throwable thrown = catchThrowable(() -> runIn(mode, ofBody));

        assertThat(thrown).isSameAs(ofBody).hasNoSuppressedExceptions();
        assertThat(target.calls).containsExactly("START " + mode, "END " + mode, "ended");
    }

    @Test
    void theErrorOfTheEndDoesNotMaskTheBodys() {
        target.refusesEnd = true;
        ArithmeticException ofBody = new ArithmeticException();

        Throwable thrown = catchThrowable(() -> runIn(Access.WRITE, ofBody));

        assertThat(thrown).isSameAs(ofBody).hasSuppressedException(target.refusal);
        assertThat(target.calls).containsExactly("START WRITE", "END WRITE", "ended");
    }

    private void runIn(Access mode, RuntimeException failure) throws DmaBufException {
        try (CpuAccess access = start(mode)) {
            assertThat(access.segment().byteSize()).isEqualTo(memory.byteSize());
            throw failure;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStartThatIsRefusedHasNoEnd(Access mode) {
        target.refusesStart = true;

        assertThatThrownBy(() -> start(mode)).isSameAs(target.refusal).hasNoSuppressedExceptions();

        assertThat(target.calls).as("sync and ended").hasSize(1).doesNotContain("ended");
    }

    @Test
    void anEndThatIsRefusedEndsTheScopeAllTheSame() throws DmaBufException {
        CpuAccess access = start(Access.READ_WRITE);
        MemorySegment segment = access.segment();
        target.refusesEnd = true;

        assertThatThrownBy(access::close).isSameAs(target.refusal);

        assertThat(target.calls).containsExactly("START READ_WRITE", "END READ_WRITE", "ended");
        assertThat(segment.scope().isAlive()).isFalse();
        access.close();
        assertThat(target.calls).as("calls after a second close").hasSize(3);
    }

    @Test
    void aSecondCloseDoesNothing() throws DmaBufException {
        CpuAccess access = start(Access.READ);
        assertThat(access.isOpen()).isTrue();

        access.close();
        access.close();
        assertThat(access.isOpen()).isFalse();

        assertThat(target.calls).containsExactly("START READ", "END READ", "ended");
    }

    @Test
    void theSegmentIsTheBuffersMemory() throws DmaBufException {
        try (CpuAccess access = start(Access.READ_WRITE)) {
            access.segment().set(ValueLayout.JAVA_BYTE, 63, (byte) 42);

            assertThat(access.segment().address()).isEqualTo(memory.address());
            assertThat(access.segment().byteSize()).isEqualTo(64);
        }
        assertThat(memory.get(ValueLayout.JAVA_BYTE, 63)).isEqualTo((byte) 42);
    }

    @ParameterizedTest
    @EnumSource
    void theSegmentDiesWithTheScope(Access mode) throws DmaBufException {
        CpuAccess access = start(mode);
        MemorySegment segment = access.segment();
        assertThat(segment.get(ValueLayout.JAVA_BYTE, 0)).isZero();

        access.close();

        assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        assertThat(memory.scope().isAlive())
                .as("the buffer's own mapping lives on")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"READ, true", "WRITE, false", "READ_WRITE, false"})
    void onlyAScopeToReadRefusesWrites(Access mode, boolean readOnly) throws DmaBufException {
        try (CpuAccess access = start(mode)) {
            assertThat(access.segment().isReadOnly()).isEqualTo(readOnly);
        }
    }

    @Test
    void theSegmentIsDeadBeforeTheKernelIsToldOfTheEnd() throws DmaBufException {
        List<Boolean> aliveAtSync = new ArrayList<>();
        MemorySegment[] segment = {memory};
        CpuAccess.Target looking = new CpuAccess.Target() {
            @Override
            public void start(Access mode) {
                aliveAtSync.add(segment[0].scope().isAlive());
            }

            @Override
            public void end(Access mode) {
                aliveAtSync.add(segment[0].scope().isAlive());
            }

            @Override
            public void ended() {}
        };
        CpuAccess access = CpuAccess.start(looking, Access.WRITE, memory);
        segment[0] = access.segment();

        access.close();

        assertThat(aliveAtSync).containsExactly(true, false);
    }

    @Test
    void anotherThreadCanNeitherTouchNorCloseAScope() throws Exception {
        CpuAccess access = start(Access.READ_WRITE);

        Throwable ofTouch = inAnotherThread(() -> access.segment().fill((byte) 1));
        Throwable ofClose = inAnotherThread(access::close);

        assertThat(ofTouch).isInstanceOf(WrongThreadException.class);
        assertThat(ofClose).isInstanceOf(WrongThreadException.class);
        assertThat(target.calls).as("calls before the owner's close").containsExactly("START READ_WRITE");
        assertThat(access.segment().get(ValueLayout.JAVA_BYTE, 0))
                .as("untouched, alive")
                .isZero();

        access.close();
        assertThat(target.calls).containsExactly("START READ_WRITE", "END READ_WRITE", "ended");
    }

    private interface Body {
        void run() throws Exception;
    }

    private static Throwable inAnotherThread(Body body) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Throwable> thrown = thread.submit(() -> catchThrowable(body::run));
            return thrown.get();
        } finally {
            thread.shutdownNow();
        }
    }
}
