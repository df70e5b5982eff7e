// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.jvm;

import io.github.dmabuf4j.AllocationSite;
import io.github.dmabuf4j.BufferLedger;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.testing.MemfdAllocator;
import java.util.List;

/** Allocates a buffer and prints what the ledger has of it. */
final class LedgerMain {
    private LedgerMain() {}

    public static void main(String[] args) throws DmaBufException {
        try (DmaBuf buffer = allocate()) {
            List<AllocationSite> sites = BufferLedger.sites();
            String where = sites.isEmpty() || !buffer.isOpen()
                    ? ""
                    : " LedgerMain." + sites.get(0).stack().get(0).getMethodName();
            System.out.println(sites.size() + where);
        }
    }

    private static DmaBuf allocate() throws DmaBufException {
        return MemfdAllocator.open().allocate(1);
    }
}
