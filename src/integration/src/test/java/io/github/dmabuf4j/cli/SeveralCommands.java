// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.cli.text.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the commands of a file, one per line, in one JVM, because starting a JVM takes seconds in the test VM. */
final class SeveralCommands {
    private SeveralCommands() {}

    public static void main(String[] arguments) throws IOException {
        List<Object> runs = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            CommandRun run = CommandRun.of(line.split(" ", -1));
            runs.add(Map.of("exitCode", run.exitCode(), "out", run.out(), "err", run.err()));
        }
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        Json.print(out, Map.of("runs", runs));
    }

    /** Parses the output of the program. */
    static List<CommandRun> read(CommandRun all) throws IOException {
        if (all.exitCode() != 0) {
            throw new AssertionError(all.toString());
        }
        return Json.parse(all.out())
                .objects("runs", run -> new CommandRun(run.smallNumber("exitCode"), run.text("out"), run.text("err")));
    }
}
