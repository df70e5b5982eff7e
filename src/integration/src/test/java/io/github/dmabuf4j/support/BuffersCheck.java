// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The independent check of the statistics, {@code src/test/native/buffers_check.c}. */
public final class BuffersCheck {
    private BuffersCheck() {}

    /** Returns the program. */
    public static Path program() throws IOException {
        return NativeProgram.of("buffers_check");
    }

    /** Returns the program's JSON document of all buffers and processes, by these sources, or by all that this kernel has. */
    public static String json(String... sources) throws IOException {
        List<String> command = new ArrayList<>(List.of(program().toString()));
        command.addAll(List.of(sources));
        Process check = new ProcessBuilder(command)
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
