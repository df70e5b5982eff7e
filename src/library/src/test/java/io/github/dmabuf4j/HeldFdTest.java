// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With a descriptor of {@code /dev/null} in the place of a buffer's. */
@ExtendWith(UnchangedDescriptors.class)
class HeldFdTest {
    private OwnedDescriptor descriptor;

    @BeforeEach
    void openTheDescriptor() {
        descriptor = new OwnedDescriptor(DmaBuf.class, "a test") {
            @Override
            protected String kind() {
                return "file";
            }
        };
        descriptor.own(Sys.open("/dev/null", LibC.O_RDONLY() | LibC.O_CLOEXEC()));
    }

    private HeldFd hold() {
        return HeldFd.of(descriptor, "the owner");
    }

    private boolean isOpen() {
        return OpenFiles.link(descriptor.number()).equals("/dev/null");
    }

    @AfterEach
    void closeTheDescriptor() {
        descriptor.close();
        assertThat(descriptor.isDisposed()).isTrue();
    }

    /** The class was initialized before: an error there would lose it for all later holds. */
    @Test
    void aFirstHoldWithoutStackDoesNotLoseTheClass() throws Exception {
        assertThat(ChildJvm.run(FirstHoldMain.class, "-Xint", "-XX:+UseSerialGC"))
                .contains(FirstHoldMain.WORKS);
    }

    @Test
    void itHasTheNumberUntilItIsClosed() {
        HeldFd held = hold();
        assertThat(held.fd()).isEqualTo(descriptor.number());
        assertThat(held.isOpen()).isTrue();
        assertThat(held).hasToString("HeldFd[the owner]");
        held.close();
        assertThat(held.isOpen()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(held::fd)
                .withMessage("this hold on the descriptor of the owner is closed");
    }

    @Test
    void aCloseTakesEffectWithTheLastHold() {
        HeldFd one = hold();
        HeldFd two = hold();
        descriptor.close();
        one.close();
        assertThat(two.fd()).isEqualTo(descriptor.number());
        assertThat(isOpen()).isTrue();
        two.close();
        assertThat(isOpen()).isFalse();
    }

    @Test
    void whatIsClosedCannotBeHeld() {
        descriptor.close();
        assertThatIllegalStateException()
                .isThrownBy(this::hold)
                .withMessage("file fd " + descriptor.number() + " of a test is closed");
    }

    @Test
    void closedTwiceItLetsGoOnce() {
        HeldFd one = hold();
        HeldFd two = hold();
        one.close();
        one.close();
        descriptor.close();
        assertThat(isOpen()).isTrue();
        two.close();
    }

    @Test
    void closedByManyThreadsItLetsGoOnce() throws InterruptedException {
        HeldFd other = hold();
        for (int round = 0; round < 200; round++) {
            HeldFd held = hold();
            List<Thread> closers = IntStream.range(0, 4)
                    .mapToObj(i -> Thread.ofPlatform().start(held::close))
                    .toList();
            for (Thread closer : closers) {
                closer.join();
            }
        }
        descriptor.close();
        assertThat(isOpen()).isTrue();
        other.close();
    }
}
