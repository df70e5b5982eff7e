// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.jvm;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferMBeans;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.LiveBuffers;
import io.github.dmabuf4j.testing.MemfdAllocator;

/** Uses a buffer, and asks for the MBeans. */
final class FewModulesMain {
    private FewModulesMain() {}

    public static void main(String[] args) throws DmaBufException {
        System.out.println("jdk.jfr " + isThere("jdk.jfr") + ", java.management " + isThere("java.management"));
        try (DmaBuf buffer = MemfdAllocator.open().allocate(1)) {
            try (CpuAccess access = buffer.access(Access.WRITE)) {
                access.segment().fill((byte) 1);
            }
            buffer.duplicate().close();
            System.out.println(LiveBuffers.now().count() + " buffers");
        }
        try {
            BufferMBeans.register();
        } catch (UnsupportedOperationException expected) {
            System.out.println(expected.getClass().getSimpleName() + ": " + expected.getMessage());
        }
        BufferMBeans.unregister();
        System.out.println(LiveBuffers.now().count() + " buffers");
    }

    private static boolean isThere(String module) {
        return ModuleLayer.boot().findModule(module).isPresent();
    }
}
