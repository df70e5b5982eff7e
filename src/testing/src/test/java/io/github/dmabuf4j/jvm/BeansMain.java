// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.jvm;

import io.github.dmabuf4j.BufferMBeans;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.testing.MemfdAllocator;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Prints whether the MBeans are there, before and after the first buffer. */
final class BeansMain {
    private BeansMain() {}

    public static void main(String[] args) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName pool = new ObjectName(BufferMBeans.POOL);
        System.out.println(server.isRegistered(pool));
        try (DmaBuf buffer = MemfdAllocator.open().allocate(1)) {
            boolean isThere = server.isRegistered(pool) && buffer.isOpen();
            System.out.println(isThere ? "true " + server.getAttribute(pool, "Count") : "false");
        }
    }
}
