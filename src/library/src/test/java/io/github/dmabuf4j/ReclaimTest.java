// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.StandardError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a file in the place of a buffer. */
class ReclaimTest {

    @TempDir
    private Path directory;

    private DmaBuf buffer;
    private StandardError standardError;

    @BeforeEach
    void open() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[4096]);
        buffer = FileBuffer.owning(Sys.open(file.toString(), LibC.O_RDWR() | LibC.O_CLOEXEC()), 4096);
        // All classes that a failure needs are loaded from files.
        buffer.duplicate().close();
        OpenFiles.ofThisProcess();
        assertThat(ErrorNumber.text(LibC.EMFILE())).isNotEmpty();
        // Each dropped buffer is reported.
        standardError = new StandardError();
    }

    @AfterEach
    void close() {
        standardError.close();
        buffer.close();
    }

    @Test
    void f23_whatWasDroppedIsFreedWhenNoDescriptorIsLeft() throws Exception {
        // Where another test had a collection in vain just now, there is none for a second.
        Thread.sleep(1100);
        try (DescriptorLimit limit = DescriptorLimit.leaving(50)) {
            assertThat(limit).isNotNull();
            for (int i = 0; i < 1000; i++) {
                assertThat(buffer.duplicate().size()).isEqualTo(4096);
            }
        }
    }

    @Test
    void f23_whereNothingWasDroppedTheFailureIsThatOfTheCall() throws Exception {
        List<DmaBuf> held = new ArrayList<>();
        try (DescriptorLimit limit = DescriptorLimit.leaving(5)) {
            assertThat(limit).isNotNull();
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> duplicateForEver(held))
                    .withMessageStartingWith(
                            "F_DUPFD_CLOEXEC on dma-buf fd " + buffer.fd() + " of a test failed: EMFILE (24)")
                    .satisfies(failure -> assertThat(failure.errno()).isEqualTo(LibC.EMFILE()));
            // Where the other test has left some, they are freed now.
            assertThat(held).hasSizeGreaterThanOrEqualTo(5);
        } finally {
            held.forEach(DmaBuf::close);
        }
    }

    private void duplicateForEver(List<DmaBuf> held) throws DmaBufException {
        while (true) {
            held.add(buffer.duplicate());
        }
    }
}
