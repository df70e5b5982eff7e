// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The names of functions by their addresses. */
final class CodeNames {
    static final CodeNames NONE = new CodeNames(List.of());

    /** A function from {@code start} on, of {@code size} bytes. */
    record Code(long start, long size, String name) {
        boolean has(long address) {
            return address - start < size;
        }
    }

    private final List<Code> sorted;
    private final long weight;

    CodeNames(List<Code> all) {
        this.sorted = all.stream()
                .filter(code -> code.start() >= 0 && code.size() > 0)
                .sorted(Comparator.comparingLong(Code::start))
                .toList();
        this.weight =
                sorted.stream().mapToLong(code -> FrameName.weight(code.name())).sum();
    }

    /** How much memory they take, in functions with a usual name. */
    long weight() {
        return weight;
    }

    /** The function that an address is in; of several that begin at one address, one of them. */
    Optional<Code> at(long address) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).start() <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? Optional.empty() : Optional.of(sorted.get(low - 1)).filter(code -> code.has(address));
    }
}
