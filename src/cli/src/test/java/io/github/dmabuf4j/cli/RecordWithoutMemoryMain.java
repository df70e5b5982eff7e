// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.cli.recording.Recording;
import io.github.dmabuf4j.support.Background;
import io.github.dmabuf4j.support.FullHeap;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Records while the heap is full for a while, and prints whether the exit code says what the file has. The heap is full only when the
 * recorder runs: one that starts may fail.
 */
public final class RecordWithoutMemoryMain {
    private static final int COUNT = 100;

    private RecordWithoutMemoryMain() {}

    public static void main(String[] args) throws Exception {
        Path file = Files.createTempFile("dmabuf4j", ".jsonl");
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Background<Integer> record = Background.waiting(() -> Main.commandLine(err, err)
                .execute(
                        "record",
                        "--source",
                        "procfs",
                        "--interval",
                        "10ms",
                        "--count",
                        String.valueOf(COUNT),
                        "--out",
                        file.toString()));
        try (FullHeap heap = new FullHeap()) {
            heap.stayFull();
        }
        int exitCode = record.result();
        // A recorder that has failed may have recorded nothing.
        int samples =
                exitCode == ExitCode.FAILED ? 0 : Recording.read(file).samples().size();
        Files.delete(file);
        boolean isAnswer = exitCode == ExitCode.FAILED || (exitCode == ExitCode.OK && samples == COUNT);
        System.out.print(isAnswer ? "ended as it should\n" : "exit code " + exitCode + ", " + samples + " samples\n");
        System.out.flush();
        System.exit(0);
    }
}
