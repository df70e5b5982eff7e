// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CpuSyncTest {
    private final SyncRecorder target = new SyncRecorder();

    private CpuSync start(Access mode) throws DmaBufException {
        return CpuSync.start(target, mode);
    }

    @ParameterizedTest
    @EnumSource
    void aScopeStartsAndEndsWithTheSameMode(Access mode) throws DmaBufException {
        CpuSync scope = start(mode);
        assertThat(target.calls).containsExactly("START " + mode);
        assertThat(scope.isOpen()).isTrue();

        scope.close();

        assertThat(target.calls).containsExactly("START " + mode, "END " + mode, "ended");
        assertThat(scope.isOpen()).isFalse();
    }

    @Test
    void aSecondCloseDoesNothing() throws DmaBufException {
        CpuSync scope = start(Access.READ);

        scope.close();
        scope.close();

        assertThat(target.calls).containsExactly("START READ", "END READ", "ended");
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
        try (CpuSync scope = start(mode)) {
            assertThat(scope.isOpen()).isTrue();
            throw failure;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStartThatIsRefusedHasNoEnd(Access mode) {
        target.refusesStart = true;

        assertThatThrownBy(() -> start(mode)).isSameAs(target.refusal).hasNoSuppressedExceptions();

        assertThat(target.calls).containsExactly("START " + mode);
    }

    @Test
    void anEndThatIsRefusedEndsTheScopeAllTheSame() throws DmaBufException {
        CpuSync scope = start(Access.READ_WRITE);
        target.refusesEnd = true;

        assertThatThrownBy(scope::close).isSameAs(target.refusal);

        assertThat(scope.isOpen()).isFalse();
        scope.close();
        assertThat(target.calls).containsExactly("START READ_WRITE", "END READ_WRITE", "ended");
    }

    @Test
    void anotherThreadCannotCloseAScope() throws Exception {
        CpuSync scope = start(Access.READ);

        Throwable ofClose = CompletableFuture.supplyAsync(() -> catchThrowable(scope::close))
                .get(10, TimeUnit.SECONDS);

        assertThat(ofClose)
                .isInstanceOf(WrongThreadException.class)
                .hasMessage("only the thread that opened an access scope can close it");
        assertThat(scope.isOpen()).isTrue();
        assertThat(target.calls).as("calls before the owner's close").containsExactly("START READ");
        scope.close();
        assertThat(target.calls).containsExactly("START READ", "END READ", "ended");
    }
}
