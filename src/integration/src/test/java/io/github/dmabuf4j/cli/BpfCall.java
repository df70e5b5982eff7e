// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.BpfStats;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.SourceReport;

/** Reads the BPF iterators, and then all sources. Prints "ok" or the failure, and the sources that could be read. */
final class BpfCall {
    private BpfCall() {}

    public static void main(String[] arguments) throws DmaBufException {
        try (BpfStats stats = BpfStats.open()) {
            stats.read();
            System.out.println("ok");
        } catch (DmaBufException failure) {
            System.out.println(failure.getClass().getSimpleName() + " " + failure.getMessage());
        }
        try (MachineStats machine = MachineStats.openAll()) {
            System.out.println(machine.snapshot().sources().stream()
                    .filter(SourceReport::used)
                    .map(SourceReport::source)
                    .toList());
        }
    }
}
