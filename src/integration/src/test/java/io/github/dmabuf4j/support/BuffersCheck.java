// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The independent check of the statistics, {@code src/test/native/buffers_check.c}. */
public final class BuffersCheck {
    private BuffersCheck() {}

    /** Returns the program's JSON document of all buffers and processes. */
    public static String json() throws IOException {
        Process check = new ProcessBuilder(NativeProgram.of("buffers_check").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        check.getOutputStream().close();
        try (InputStream output = check.getInputStream()) {
            String json = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (NativeProgram.exitCode(check) != 0) {
                throw new IOException("buffers_check failed");
            }
            return json;
        }
    }
}
