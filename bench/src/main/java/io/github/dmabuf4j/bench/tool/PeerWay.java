// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

/** The variants of the C program. */
enum PeerWay {
    /** The reference. */
    C("C", 1),

    /** With a second, sleeping thread. Every JVM has several, and the kernel does more for calls of such a process. */
    C_THREADS("C, 2 threads", 2);

    private final String label;
    private final int threads;

    PeerWay(String label, int threads) {
        this.label = label;
        this.threads = threads;
    }

    /** The name in the table. */
    String label() {
        return label;
    }

    int threads() {
        return threads;
    }
}
