// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.sys.SafeLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers two MBeans in the platform's MBean server, for {@code jconsole} and other JMX clients:
 *
 * <ul>
 *   <li>{@value #POOL}: a {@code java.lang.management.BufferPoolMXBean} with the numbers of {@link LiveBuffers}
 *   <li>{@value #LEDGER}: a {@link BufferLedgerMXBean}
 * </ul>
 *
 * <p>They are registered on request, since to start the MBean server takes longer than all else that the first allocation of a
 * program does: by {@link #register}, or with the first buffer where the system property {@code io.github.dmabuf4j.jmx} is
 * {@code true}. Needs the module {@code java.management}; the rest of the library does not.
 */
public final class BufferMBeans {
    /** The name of the MBean with the numbers of the live buffers. */
    public static final String POOL = "io.github.dmabuf4j:type=BufferPool,name=dma-buf";

    /** The name of the MBean of the ledger. */
    public static final String LEDGER = "io.github.dmabuf4j:type=BufferLedger";

    private static final String PROPERTY = "io.github.dmabuf4j.jmx";
    private static final Logger LOG = LoggerFactory.getLogger(BufferMBeans.class);

    private BufferMBeans() {}

    /** Registers the beans where the system property asks for it. Never throws. */
    static void registerIfAsked() {
        if (!Boolean.getBoolean(PROPERTY)) {
            return;
        }
        try {
            register();
        } catch (Throwable refused) {
            SafeLog.error(LOG, "the MBeans of " + PROPERTY + " were not registered", refused);
        }
    }

    /**
     * Registers both. Does nothing where they are registered already.
     *
     * @throws UnsupportedOperationException when this JVM does not have the module {@code java.management}
     * @throws IllegalStateException when another copy of this library has registered its own, or the MBean server refuses
     */
    public static synchronized void register() {
        try {
            PlatformBeans.register();
        } catch (NoClassDefFoundError missing) {
            throw new UnsupportedOperationException(
                    "this JVM has no module java.management: add it with --add-modules java.management, or to the image of jlink",
                    missing);
        }
    }

    /** Takes both out of the MBean server. Does nothing where they are not registered. */
    public static synchronized void unregister() {
        try {
            PlatformBeans.unregister();
        } catch (NoClassDefFoundError missing) {
            // Then they cannot be registered.
        }
    }
}
