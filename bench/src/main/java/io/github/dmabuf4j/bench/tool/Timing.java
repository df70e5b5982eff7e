// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.List;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long everything takes. In the test VM time counts instructions, of which 150 million a real second are done.
 *
 * @param warmups iterations until the steady state: the C2 compiler has done its work
 * @param samples iterations that count
 * @param rounds processes for each operation; those of the others come between them
 * @param peers the C programs that take turns
 */
record Timing(int warmups, int samples, TimeValue iteration, int rounds, List<PeerWay> peers) {
    /** For JVMs that are not measured. */
    static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    private static final int FRESH_ROUNDS = 3;

    static Timing of(boolean quick, boolean icount) {
        int rounds = quick ? 1 : 2;
        List<PeerWay> peers = quick ? List.of(PeerWay.C) : List.of(PeerWay.values());
        // A wait for a compiler ends an iteration, whatever it has done: rather many that are short.
        return icount
                ? new Timing(quick ? 45 : 60, quick ? 15 : 20, TimeValue.milliseconds(50), rounds, peers)
                : new Timing(quick ? 5 : 8, 5, TimeValue.seconds(1), rounds, peers);
    }

    int rounds(Job job) {
        return job.fresh() ? Math.max(rounds, FRESH_ROUNDS) : rounds;
    }

    /**
     * The same for all JVMs: see bench/README.md. Native access is not enabled: with that option a JVM starts with less
     * of its archive, and what it says without it goes to JMH's log.
     */
    static List<String> jvmArguments() {
        return List.of("-Xbatch", "-XX:+UseSerialGC", "-Xms128m", "-Xmx512m", "-Xmn64m", "-XX:-UsePerfData");
    }
}
