// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.List;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The number and length of iterations. In the test VM time counts instructions, about 150 million for each real second.
 *
 * @param warmups iterations until the steady state, in which the C2 compiler has compiled all
 * @param samples iterations that count
 * @param rounds processes for each operation; they alternate with those of the other operations
 * @param peers the C programs that take turns
 */
record Timing(int warmups, int samples, TimeValue iteration, int rounds, List<PeerWay> peers) {
    /** An option for JVMs that are not measured. */
    static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    private static final int FRESH_ROUNDS = 3;
    private static final int MACHINE_SAMPLES = 10;
    private static final int MANY_WARMUPS = 24;
    private static final int MANY_SAMPLES = 4;

    static Timing of(boolean quick, boolean icount) {
        int rounds = quick ? 1 : 2;
        List<PeerWay> peers = quick ? List.of(PeerWay.C) : List.of(PeerWay.values());
        // Waiting for a compiler ends an iteration, however little it has done. Hence many short iterations.
        return icount
                ? new Timing(quick ? 45 : 60, quick ? 15 : 20, TimeValue.milliseconds(50), rounds, peers)
                : new Timing(quick ? 5 : 8, 5, TimeValue.seconds(1), rounds, peers);
    }

    /** Returns the timing of a job. A call of one that reads the whole machine takes as long as an iteration, or longer. */
    Timing of(Job job) {
        if (!job.readsMachine()) {
            return new Timing(job.length() * warmups, job.length() * samples, iteration, rounds, peers);
        }
        List<PeerWay> peer = List.of(PeerWay.C);
        return job.readsManyBuffers()
                ? new Timing(MANY_WARMUPS, MANY_SAMPLES, iteration, 1, peer)
                : new Timing(warmups, MACHINE_SAMPLES, iteration, 1, peer);
    }

    /** Returns the number of processes of a job. */
    int rounds(Job job) {
        int steady = of(job).rounds();
        return job.isSteady() || job.readsManyBuffers() ? steady : Math.max(steady, FRESH_ROUNDS);
    }

    /**
     * Returns the arguments of all JVMs; bench/README.md explains them. Native access is not enabled: with that option a
     * JVM uses less of its class data archive when it starts. The warning that it prints instead goes to JMH's log.
     */
    static List<String> jvmArguments() {
        return List.of("-Xbatch", "-XX:+UseSerialGC", "-Xms128m", "-Xmx512m", "-Xmn64m", "-XX:-UsePerfData");
    }
}
