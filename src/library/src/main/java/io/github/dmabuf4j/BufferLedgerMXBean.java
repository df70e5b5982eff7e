// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/** {@link BufferLedger} for JMX clients. {@link BufferMBeans} registers it. */
public interface BufferLedgerMXBean {
    /**
     * Returns whether the ledger is on.
     *
     * @return as {@link BufferLedger#isRunning}
     */
    boolean isRunning();

    /** Turns the ledger on, as {@link BufferLedger#start}. */
    void start();

    /** Turns the ledger off, as {@link BufferLedger#stop}. */
    void stop();

    /**
     * Returns what this JVM holds, by allocation site.
     *
     * @param most how many sites to show
     * @return as {@link BufferLedger#report}
     */
    String report(int most);
}
