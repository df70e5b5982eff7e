// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.jfr.Events;

/** Reports the live buffers to Flight Recorder while somebody records. */
final class PeriodicEvents implements Events.Periodic {
    @Override
    public void liveBuffers() {
        LiveBuffers live = LiveBuffers.now();
        Events.liveBuffers(live.count(), live.memoryUsed(), live.totalCapacity());
    }

    @Override
    public void allocationSites() {
        for (AllocationSite site : BufferLedger.sites()) {
            Events.allocationSite(site.stack(), site.count(), site.bytes());
        }
    }
}
