// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test VM's own tests, which are a script: streams, signals, failures of the guest, interrupted builds. */
class VmHostIT {
    @TempDir
    private Path folder;

    @Test
    void theVmPassesItsOwnTests() throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        int exitCode = new ProcessBuilder(Checkout.root().resolve("vm/test").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String said = Files.readString(output, StandardCharsets.ISO_8859_1);
        assertThat(exitCode).as(said).isZero();
        assertThat(said).containsPattern("\n[0-9]+ passed, 0 failed\n");
    }
}
