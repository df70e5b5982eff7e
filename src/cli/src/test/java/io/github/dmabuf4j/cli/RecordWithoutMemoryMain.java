// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.cli.recording.Recording;
import io.github.dmabuf4j.support.Background;
import io.github.dmabuf4j.support.FullHeap;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Records while the heap is full, and prints the result after there is memory again. */
public final class RecordWithoutMemoryMain {
    private RecordWithoutMemoryMain() {}

    public static void main(String[] args) throws Exception {
        Path file = Files.createTempFile("dmabuf4j", ".jsonl");
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Background<Integer> record = Background.of(() -> Main.commandLine(err, err)
                .execute(
                        "record",
                        "--source",
                        "procfs",
                        "--interval",
                        "10ms",
                        "--count",
                        "5",
                        "--out",
                        file.toString()));
        while (Files.size(file) == 0) {
            Thread.sleep(1);
        }
        try (FullHeap heap = new FullHeap()) {
            heap.stayFull();
        }
        int exitCode = record.result();
        int samples = Recording.read(file).samples().size();
        Files.delete(file);
        System.out.print("exit code " + exitCode + ", " + samples + " samples\n");
        System.out.flush();
        System.exit(0);
    }
}
