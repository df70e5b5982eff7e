// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.Background;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(UnchangedDescriptors.class)
class KeptFileTest {
    private static final int COLLECTIONS = 100;

    @TempDir
    Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("file"), text);
    }

    private int openOfFile() throws IOException {
        Path file = directory.resolve("file");
        return (int) OpenFiles.ofThisProcess().values().stream()
                .filter(file.toString()::equals)
                .count();
    }

    @Test
    void eachReadingIsOfTheFileAsItIsThen() throws IOException {
        KeptFile kept = new KeptFile(file("first\n").toString());
        try {
            assertThat(openOfFile()).isZero();
            assertThat(kept.read()).isEqualTo(new KernelFile(0, "first\n"));
            String many = "many pages\n".repeat(10_000);
            file(many);
            assertThat(kept.read()).isEqualTo(new KernelFile(0, many));
            file("few");
            assertThat(kept.read()).isEqualTo(new KernelFile(0, "few"));
            assertThat(openOfFile()).isOne();
        } finally {
            kept.close();
        }
    }

    @Test
    void aFileThatIsMissingIsOpenedWhenItIsThere() throws IOException {
        KeptFile kept = new KeptFile(directory.resolve("file").toString());
        try {
            assertThat(kept.read()).isEqualTo(new KernelFile(LibC.ENOENT(), ""));
            file("now");
            assertThat(kept.read()).isEqualTo(new KernelFile(0, "now"));
        } finally {
            kept.close();
        }
    }

    @Test
    void aReadingThatFailsLeavesTheFileOpenUntilTheClose() {
        KeptFile kept = new KeptFile(directory.toString());
        try {
            assertThat(kept.read()).isEqualTo(new KernelFile(LibC.EISDIR(), ""));
            assertThat(kept.read()).isEqualTo(new KernelFile(LibC.EISDIR(), ""));
        } finally {
            kept.close();
        }
    }

    @Test
    void withoutADescriptorNothingIsOpened() throws Exception {
        KeptFile kept = new KeptFile(file("text").toString());
        try {
            try (DescriptorLimit limit = DescriptorLimit.leaving(0)) {
                assertThat(limit).isNotNull();
                assertThat(kept.read().errno()).isEqualTo(LibC.EMFILE());
            }
            assertThat(kept.read().text()).isEqualTo("text");
        } finally {
            kept.close();
        }
    }

    @Test
    void aClosedFileSaysSo() throws IOException {
        KeptFile kept = new KeptFile(file("text").toString());
        kept.read();
        kept.close();
        kept.close();

        assertThat(openOfFile()).isZero();
        assertThatIllegalStateException().isThrownBy(kept::read).withMessage(directory.resolve("file") + " is closed");
    }

    @Test
    void droppingClosesAfterACollection() throws Exception {
        drop();
        for (int i = 0; i < COLLECTIONS && openOfFile() > 0; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(openOfFile()).isZero();
    }

    private void drop() throws IOException {
        new KeptFile(file("text").toString()).read();
        assertThat(openOfFile()).isOne();
    }

    @Test
    void threadsThatReadAtOnceEachGetTheWholeFile() throws Exception {
        String text = "a line of some length\n".repeat(5_000);
        KeptFile kept = new KeptFile(file(text).toString());
        try {
            List<Background<Boolean>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(Background.of(() -> {
                    boolean isWhole = true;
                    for (int reads = 0; reads < 50; reads++) {
                        isWhole &= kept.read().text().equals(text);
                    }
                    return isWhole;
                }));
            }
            for (Background<Boolean> reader : readers) {
                assertThat(reader.result()).isTrue();
            }
            assertThat(openOfFile()).isOne();
        } finally {
            kept.close();
        }
    }

    @Test
    void aCloseByAnotherThreadEndsTheReadings() throws Exception {
        KeptFile kept = new KeptFile(file("line\n".repeat(5_000)).toString());
        CountDownLatch reads = new CountDownLatch(1);
        Background<String> end = Background.of(() -> {
            try {
                while (true) {
                    assertThat(kept.read().errno()).isZero();
                    reads.countDown();
                }
            } catch (IllegalStateException closed) {
                return String.valueOf(closed.getMessage());
            }
        });
        reads.await();
        kept.close();

        assertThat(end.result()).endsWith(" is closed");
        assertThat(openOfFile()).isZero();
    }
}
