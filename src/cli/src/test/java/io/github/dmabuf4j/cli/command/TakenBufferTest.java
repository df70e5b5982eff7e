// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.Errno;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.option.Inode;
import io.github.dmabuf4j.internal.standin.StandIn;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which of the refusals of several processes is reported. */
@ExtendWith(UnchangedDescriptors.class)
class TakenBufferTest {
    private static final Inode INODE = new Inode(8);

    private static DmaBufException refusal(int errno) {
        return errno == Errno.EPERM
                ? new NoPermissionException("pidfd_getfd", "a holder", errno, "try sudo")
                : new DmaBufException("pidfd_getfd", "a holder", errno);
    }

    /** Each of the holders answers with one of these errnos. */
    private static void find(int... errnos) throws IOException {
        int[] pids = new int[errnos.length];
        Arrays.setAll(pids, index -> index + 1);
        TakenBuffer.find(INODE, buffer(8).heldBy(pids).toInfo(), (pid, fd) -> {
                    throw refusal(errnos[pid - 1]);
                })
                .close();
    }

    private static void assertReported(int reported, int... errnos) {
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(() -> find(errnos))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(reported));
    }

    @Test
    void aLackOfPermissionIsReportedBeforeOtherRefusals() {
        assertReported(Errno.EPERM, Errno.EPERM, Errno.EMFILE);
        assertReported(Errno.EPERM, Errno.EMFILE, Errno.EPERM, Errno.ESRCH);
        assertReported(Errno.EMFILE, Errno.EMFILE, Errno.ENOMEM, Errno.EBADF);
    }

    @Test
    void whoHasLetGoOfTheBufferIsNoRefusal() {
        for (int[] gone : new int[][] {{Errno.ESRCH}, {Errno.EBADF, Errno.ESRCH}}) {
            assertThatExceptionOfType(BadRequestException.class)
                    .isThrownBy(() -> find(gone))
                    .withMessage("no process has a descriptor of buffer 8 any more, by which it could be taken");
        }
    }

    @Test
    void aBufferWithoutHolders() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(TakenBufferTest::find)
                .withMessage(
                        "no process that can be looked at holds buffer 8: only the kernel holds it, or a process of"
                                + " another user: try sudo");
    }

    /** The second one is another buffer by now, and is let go of. */
    @Test
    void theFirstThatCanBeTakenIsTaken() throws IOException {
        StandIn.allow();
        DmaBuf wanted = DmaBuf.adopt(StandIn.create(4096));
        DmaBuf other = DmaBuf.adopt(StandIn.create(4096));
        Deque<DmaBuf> answers = new ArrayDeque<>();
        answers.add(other);
        answers.add(wanted);
        Inode inode = new Inode(wanted.inode());
        try (TakenBuffer taken =
                TakenBuffer.find(inode, buffer(8).heldBy(1, 2, 3).toInfo(), (pid, fd) -> {
                    if (pid == 1) {
                        throw refusal(Errno.EPERM);
                    }
                    return new TakenBuffer(answers.remove(), "process " + pid);
                })) {
            assertThat(taken.buffer()).isSameAs(wanted);
            assertThat(taken).hasToString("the buffer of process 3");
            assertThat(other.isOpen()).isFalse();
        }
    }
}
