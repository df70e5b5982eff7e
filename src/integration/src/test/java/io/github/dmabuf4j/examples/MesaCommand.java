// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import io.github.dmabuf4j.support.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The command that runs a program with a Mesa that uses DMA-BUFs without a graphics card; {@code get-mesa} has looked for it. */
public final class MesaCommand {
    private static final Path TARGET = Checkout.root().resolve("src/integration/target");

    private MesaCommand() {}

    /** Returns the path of one with EGL. Skips the running test if there is none. */
    public static String orSkip() throws IOException {
        return orSkip("libEGL_mesa.so.0");
    }

    /** Returns the path of one with a library. Skips the running test if there is none. */
    public static String orSkip(String library) throws IOException {
        Path found = TARGET.resolve("it-mesa");
        if (!Files.exists(found)) {
            Path reason = TARGET.resolve("it-no-mesa");
            Assumptions.abort("no Mesa of 25.0 or newer: "
                    + (Files.exists(reason) ? Files.readString(reason).strip() : found + " does not exist"));
        }
        Path command = Path.of(Files.readString(found).strip());
        Assumptions.assumeTrue(
                Files.exists(libraries(command).resolve(library)),
                () -> command + " has no " + library + " for " + System.getProperty("os.arch"));
        return command.toString();
    }

    /** It is that of the host. A guest of another architecture cannot use it. */
    private static Path libraries(Path command) {
        Path tree = command.endsWith("with-mesa") ? command.resolveSibling("usr") : Path.of("/usr");
        String architecture = System.getProperty("os.arch");
        return tree.resolve("lib/" + (architecture.equals("amd64") ? "x86_64" : architecture) + "-linux-gnu");
    }
}
