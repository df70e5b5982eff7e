// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The busy time of the machine's processors. In the test VM a second stands for a billion emulated instructions. */
final class BusyTime {
    private static final double TICKS = 100;
    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int FIELDS = 7;

    private BusyTime() {}

    /** Returns the busy seconds since boot. */
    static double seconds() {
        try {
            String[] fields = Files.readString(Path.of("/proc/stat"))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .split(" +");
            double ticks = 0;
            for (int i = 1; i <= FIELDS; i++) {
                ticks += i == IDLE || i == WAITING ? 0 : Long.parseLong(fields[i]);
            }
            return ticks / TICKS;
        } catch (IOException failure) {
            throw new FailureException("/proc/stat: " + failure.getMessage(), failure);
        }
    }
}
