// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

/** How the C program does an operation. */
enum PeerWay {
    /** What others are compared with. */
    C("C", 1),

    /** With a second thread, which sleeps. No JVM has but one, and the kernel asks more of a process that has more. */
    C_THREADS("C, 2 threads", 2);

    private final String label;
    private final int threads;

    PeerWay(String label, int threads) {
        this.label = label;
        this.threads = threads;
    }

    /** As the table has it. */
    String label() {
        return label;
    }

    int threads() {
        return threads;
    }
}
