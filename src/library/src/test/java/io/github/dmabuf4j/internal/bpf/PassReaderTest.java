// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.Errno;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Passes that are files in memory. */
@ExtendWith(UnchangedDescriptors.class)
class PassReaderTest {
    private final List<Integer> counts = new ArrayList<>();

    private PassSize read(Records records) throws DmaBufException {
        return new PassReader(new MemoryIterators(true).with(IteratorProgram.COUNT, records))
                .read(IteratorProgram.COUNT, new Counter());
    }

    private final class Counter implements RecordSink {
        @Override
        public void buffer(ListedBuffer buffer) {
            throw new AssertionError(buffer);
        }

        @Override
        public void process(VisitedProcess process) {
            throw new AssertionError(process);
        }

        @Override
        public void file(long inode, int fd) {
            throw new AssertionError(inode);
        }

        @Override
        public void mapping(long inode, long offset, long length) {
            throw new AssertionError(inode);
        }

        @Override
        public void unread(int pid) {
            throw new AssertionError(pid);
        }

        @Override
        public void count(int buffers) {
            counts.add(buffers);
        }

        @Override
        public void end(int level) {
            throw new AssertionError(level);
        }
    }

    private static Records counts(int number) {
        Records records = new Records();
        for (int i = 0; i < number; i++) {
            records.count(i);
        }
        return records;
    }

    @Test
    void nothingIsNoRead() throws DmaBufException {
        assertThat(read(new Records())).isEqualTo(new PassSize(0, 0));
    }

    @Test
    void aPassIsReadToItsEnd() throws DmaBufException {
        int inOneRead = PassSize.KERNEL_BYTES / Layout.HEAD_BYTES;

        assertThat(read(counts(inOneRead))).isEqualTo(new PassSize(1, PassSize.KERNEL_BYTES));
        counts.clear();
        assertThat(read(counts(2 * inOneRead + 3))).isEqualTo(new PassSize(3, 3 * Layout.HEAD_BYTES));
        assertThat(counts).hasSize(2 * inOneRead + 3).last().isEqualTo(2 * inOneRead + 2);
    }

    @Test
    void anotherVersionIsSaidSo() {
        assertThatThrownBy(() -> read(new Records().head(2, Layout.COUNT, 0)))
                .isInstanceOf(DmaBufException.class)
                .hasMessage("read on count failed: its records are of another version of dmabuf4j: dmabuf bpf unpin");
    }

    @Test
    void aPassThatCannotBeginIsAnError() {
        PassReader reader = new PassReader(new MemoryIterators(true));

        assertThatThrownBy(() -> reader.read(IteratorProgram.FILES, new Counter()))
                .isInstanceOfSatisfying(
                        DmaBufException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOENT));
    }

    @Test
    void onlyOneReadThatIsAlmostFullMayBeCut() {
        int full = PassSize.KERNEL_BYTES;

        assertThat(new PassSize(1, full).mayBeCut()).isTrue();
        assertThat(new PassSize(1, full - Layout.BUFFER_BYTES).mayBeCut()).isTrue();
        assertThat(new PassSize(2, full).mayBeCut()).as("the kernel went on").isFalse();
        assertThat(new PassSize(1, full / 2).mayBeCut()).isFalse();
        assertThat(new PassSize(0, 0).mayBeCut()).isFalse();
    }
}
