// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.function.Function;

/** Converts lists that most buffers have empty, without a stream for each of them. */
final class FewElements {
    private FewElements() {}

    static <A, B> List<B> map(List<A> all, Function<A, B> conversion) {
        return all.isEmpty() ? List.of() : all.stream().map(conversion).toList();
    }
}
