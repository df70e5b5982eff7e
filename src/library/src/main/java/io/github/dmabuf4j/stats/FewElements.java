// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.function.Function;

/** Converts lists of which most are empty or have one element, without a stream for each of them. */
final class FewElements {
    private FewElements() {}

    static <A, B> List<B> map(List<A> all, Function<A, B> conversion) {
        return switch (all.size()) {
            case 0 -> List.of();
            case 1 -> List.of(conversion.apply(all.get(0)));
            default -> all.stream().map(conversion).toList();
        };
    }
}
