// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** State: a machine with processes that hold buffers, and others that hold none. They are those of native/holders.c. */
@State(Scope.Thread)
public abstract class Machine {
    public static final String SMALL = "1000/10/200";
    public static final String LARGE = "10000/100/900";

    private Process holders;

    /** Returns the numbers of buffers, of processes that hold them, and of other processes. */
    protected abstract String numbers();

    @Setup
    public void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Programs.of("holders").toString()));
        command.addAll(Arrays.asList(numbers().split("/")));
        holders = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = holders.inputReader(StandardCharsets.UTF_8);
        if (!"ready".equals(output.readLine())) {
            throw new IllegalStateException(String.join(" ", command) + " ended with exit code " + holders.waitFor());
        }
    }

    /** Ends all processes, and waits until they have ended. */
    @TearDown
    public void end() throws IOException, InterruptedException {
        holders.getOutputStream().close();
        holders.waitFor();
    }
}
