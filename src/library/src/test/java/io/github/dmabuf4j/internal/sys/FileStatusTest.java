// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.dirent;
import io.github.dmabuf4j.internal.gen.statx;
import io.github.dmabuf4j.internal.gen.statx_timestamp;
import org.junit.jupiter.api.Test;

/** What is written by hand is what the headers say. */
class FileStatusTest {
    @Test
    void itsOffsetsAreThoseOfTheStructure() {
        assertThat(FileStatus.LINKS).isEqualTo((int) statx.stx_nlink$offset());
        assertThat(FileStatus.OWNER).isEqualTo((int) statx.stx_uid$offset());
        int change = (int) statx.stx_ctime$offset();
        assertThat(FileStatus.CHANGE_SECONDS).isEqualTo(change + (int) statx_timestamp.tv_sec$offset());
        assertThat(FileStatus.CHANGE_NANOS).isEqualTo(change + (int) statx_timestamp.tv_nsec$offset());
        assertThat(FileStatus.MODE).isEqualTo((int) statx.stx_mode$offset());
        assertThat(FileStatus.DEVICE_MAJOR).isEqualTo((int) statx.stx_rdev_major$offset());
        assertThat(FileStatus.DEVICE_MINOR).isEqualTo((int) statx.stx_rdev_minor$offset());
        assertThat(FileStatus.INODE).isEqualTo((int) statx.stx_ino$offset());
        assertThat(FileStatus.SIZE).isEqualTo((int) statx.stx_size$offset());
        assertThat(FileStatus.FILE_SYSTEM_MAJOR).isEqualTo((int) statx.stx_dev_major$offset());
        assertThat(FileStatus.FILE_SYSTEM_MINOR).isEqualTo((int) statx.stx_dev_minor$offset());
        assertThat(statx.sizeof()).isLessThanOrEqualTo(Scratch.BYTES);
    }

    @Test
    void theOffsetsOfAListingAreThoseOfTheStructure() {
        assertThat(OpenDirectory.LENGTH).isEqualTo((int) dirent.d_reclen$offset());
        assertThat(OpenDirectory.NAME).isEqualTo((int) dirent.d_name$offset());
    }
}
