// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** The MBeans, in the platform's MBean server. Loaded on request, since not each JVM has the module java.management. */
final class PlatformBeans {
    private static final ObjectName POOL = name(BufferMBeans.POOL);
    private static final ObjectName LEDGER = name(BufferMBeans.LEDGER);

    /** Those in the server that are of this class. Guarded by the caller's lock. */
    private static final List<ObjectName> REGISTERED = new ArrayList<>();

    private PlatformBeans() {}

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException defect) {
            throw new IllegalStateException(defect);
        }
    }

    static void register() {
        if (!REGISTERED.isEmpty()) {
            return;
        }
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            server.registerMBean(new Pool(), POOL);
            REGISTERED.add(POOL);
            server.registerMBean(new Ledger(), LEDGER);
            REGISTERED.add(LEDGER);
        } catch (JMException refused) {
            unregister();
            throw new IllegalStateException(
                    "the MBean server refuses the MBeans of dmabuf4j: " + refused.getMessage(), refused);
        }
    }

    static void unregister() {
        List<ObjectName> names = List.copyOf(REGISTERED);
        REGISTERED.clear();
        try {
            for (ObjectName name : names) {
                MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                if (server.isRegistered(name)) {
                    server.unregisterMBean(name);
                }
            }
        } catch (JMException refused) {
            throw new IllegalStateException(
                    "the MBean server keeps the MBeans of dmabuf4j: " + refused.getMessage(), refused);
        }
    }

    private static final class Pool implements BufferPoolMXBean {
        @Override
        public String getName() {
            return POOL.getKeyProperty("name");
        }

        @Override
        public long getCount() {
            return LiveBuffers.now().count();
        }

        @Override
        public long getTotalCapacity() {
            return LiveBuffers.now().totalCapacity();
        }

        @Override
        public long getMemoryUsed() {
            return LiveBuffers.now().memoryUsed();
        }

        @Override
        public ObjectName getObjectName() {
            return POOL;
        }
    }

    private static final class Ledger implements BufferLedgerMXBean {
        @Override
        public boolean isRunning() {
            return BufferLedger.isRunning();
        }

        @Override
        public void start() {
            BufferLedger.start();
        }

        @Override
        public void stop() {
            BufferLedger.stop();
        }

        @Override
        public String report(int most) {
            return BufferLedger.report(most);
        }
    }
}
