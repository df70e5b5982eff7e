// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(UnchangedDescriptors.class)
class NotifySocketTest {
    @TempDir
    private Path directory;

    private int manager;

    @BeforeEach
    void aManager() {
        manager = Sockets.datagramSocket();
        assertThat(manager).isNotNegative();
    }

    @AfterEach
    void close() {
        Sys.close(manager);
    }

    private String path() {
        return directory.resolve("notify").toString();
    }

    private String received() {
        MemorySegment memory = Scratch.bytes();
        int length = (int) Sys.read(manager, memory);
        assertThat(length).isPositive();
        return new String(memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    @Test
    void aMessageComesToThePath() {
        assertThat(Sockets.bind(manager, KernelText.encode(path()))).isZero();

        assertThat(NotifySocket.send(path(), "READY=1")).isZero();
        assertThat(NotifySocket.send(path(), "WATCHDOG=1")).isZero();
        assertThat(received()).isEqualTo("READY=1");
        assertThat(received()).isEqualTo("WATCHDOG=1");
    }

    @Test
    void aMessageComesToAnAbstractName() {
        String name = "dmabuf4j-test-" + ProcessHandle.current().pid();
        assertThat(Sockets.bindByName(manager, ("\0" + name).getBytes(StandardCharsets.UTF_8)))
                .isZero();

        assertThat(NotifySocket.send("@" + name, "READY=1")).isZero();
        assertThat(received()).isEqualTo("READY=1");
    }

    @Test
    void whereNobodyListensItIsAnErrno() {
        assertThat(NotifySocket.send(path(), "READY=1")).isEqualTo(-LibC.ENOENT());
        assertThat(NotifySocket.send("", "READY=1")).isEqualTo(-LibC.EINVAL());
        assertThat(NotifySocket.send("/" + "x".repeat(200), "READY=1")).isEqualTo(-LibC.EINVAL());
    }
}
