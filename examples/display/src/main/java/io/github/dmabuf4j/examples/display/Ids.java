// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.display;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** The kernel's names of connectors, encoders and CRTCs: numbers in arrays. */
final class Ids {
    private Ids() {}

    static List<Integer> of(MemorySegment array) {
        return Arrays.stream(array.toArray(JAVA_INT)).boxed().toList();
    }
}
