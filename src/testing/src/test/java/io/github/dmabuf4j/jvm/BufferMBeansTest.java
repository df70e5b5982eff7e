// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.BufferLedger;
import io.github.dmabuf4j.BufferLedgerMXBean;
import io.github.dmabuf4j.BufferMBeans;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import io.github.dmabuf4j.testing.MemfdAllocator;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(UnchangedDescriptors.class)
class BufferMBeansTest {
    private static final int PAGE = 4096;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    @AfterEach
    void unregister() {
        BufferMBeans.unregister();
        BufferLedger.stop();
    }

    private BufferPoolMXBean pool() throws Exception {
        return JMX.newMXBeanProxy(server, new ObjectName(BufferMBeans.POOL), BufferPoolMXBean.class);
    }

    private BufferLedgerMXBean ledger() throws Exception {
        return JMX.newMXBeanProxy(server, new ObjectName(BufferMBeans.LEDGER), BufferLedgerMXBean.class);
    }

    @Test
    void thePoolHasTheNumbersOfTheLiveBuffers() throws Exception {
        BufferMBeans.register();
        BufferPoolMXBean pool = pool();
        long count = pool.getCount();
        long used = pool.getMemoryUsed();
        long capacity = pool.getTotalCapacity();

        try (MemfdAllocator allocator = MemfdAllocator.open();
                DmaBuf buffer = allocator.allocate(2 * PAGE);
                DmaBuf duplicate = buffer.duplicate()) {
            assertThat(duplicate.isOpen()).isTrue();
            assertThat(pool.getCount()).isEqualTo(count + 2);
            assertThat(pool.getMemoryUsed()).isEqualTo(used + 2 * PAGE);
            assertThat(pool.getTotalCapacity()).isEqualTo(capacity + 4 * PAGE);
            assertThat(pool.getName()).isEqualTo("dma-buf");
            assertThat(pool.getObjectName()).hasToString(BufferMBeans.POOL);
        }
        assertThat(pool.getCount()).isEqualTo(count);
    }

    @Test
    void theLedgerIsTurnedOnAndReadFromOutside() throws Exception {
        BufferMBeans.register();
        BufferLedgerMXBean ledger = ledger();
        assertThat(ledger.isRunning()).isFalse();
        ledger.start();
        try (MemfdAllocator allocator = MemfdAllocator.open();
                DmaBuf buffer = allocator.allocate(PAGE)) {
            assertThat(buffer.isOpen()).isTrue();
            assertThat(ledger.report(3))
                    .contains("1 buffers, 4096 bytes\n    at " + getClass().getName());
        }
        ledger.stop();
        assertThat(BufferLedger.isRunning()).isFalse();
    }

    @Test
    void theyAreRegisteredOnce() throws Exception {
        BufferMBeans.register();
        BufferMBeans.register();
        BufferMBeans.unregister();
        BufferMBeans.unregister();
        assertThat(server.isRegistered(new ObjectName(BufferMBeans.POOL))).isFalse();
        assertThat(server.isRegistered(new ObjectName(BufferMBeans.LEDGER))).isFalse();
    }

    @Test
    void whatHasTheNameAlreadyStays() throws Exception {
        ObjectName name = new ObjectName(BufferMBeans.LEDGER);
        Object other = new javax.management.timer.Timer();
        server.registerMBean(other, name);
        try {
            assertThatIllegalStateException()
                    .isThrownBy(BufferMBeans::register)
                    .withMessageContaining("the MBean server refuses the MBeans of dmabuf4j");
            assertThat(server.isInstanceOf(name, other.getClass().getName())).isTrue();
            assertThat(server.isRegistered(new ObjectName(BufferMBeans.POOL))).isFalse();
        } finally {
            server.unregisterMBean(name);
        }
    }

    @Test
    void aPropertyRegistersThemWithTheFirstBuffer() throws Exception {
        assertThat(ChildJvm.run(BeansMain.class, "-Dio.github.dmabuf4j.jmx=true"))
                .isEqualTo("false\ntrue 1\n");
        assertThat(ChildJvm.run(BeansMain.class)).isEqualTo("false\nfalse\n");
    }
}
