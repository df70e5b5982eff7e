// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.support.BpfPrograms;
import io.github.dmabuf4j.support.Scarcity;
import io.github.dmabuf4j.support.Scarcity.Operation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Loads and reads the BPF iterators, for {@link Scarcity}. */
public final class BpfScarcityMain {
    private BpfScarcityMain() {}

    /** Runs the operations. What stays loaded is an error. */
    public static void main(String[] arguments) throws Exception {
        Set<Integer> before = BpfPrograms.numbers();
        BpfStats stats = BpfStats.open();
        Map<String, Operation> operations = new LinkedHashMap<>();
        operations.put("load", () -> BpfStats.open().close());
        operations.put("read", stats::read);
        Scarcity.run(arguments, operations);
        stats.close();
        if (!BpfPrograms.remaining(before).isEmpty()) {
            throw new IllegalStateException("programs stay loaded: " + BpfPrograms.moreThan(before));
        }
        // The end of the process frees its descriptors.
        Runtime.getRuntime().halt(0);
    }
}
