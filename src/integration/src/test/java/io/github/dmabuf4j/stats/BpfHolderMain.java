// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.io.IOException;

/** Loads the BPF programs, says so, and waits for the end of stdin. */
public final class BpfHolderMain {
    private BpfHolderMain() {}

    /** Runs until stdin ends. */
    public static void main(String[] arguments) throws IOException {
        try (BpfStats stats = BpfStats.open()) {
            stats.read();
            System.out.println("ok " + stats.name());
            int end = System.in.read();
            System.out.println(end);
        }
    }
}
