// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common.drm;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** Arrays of the kernel's ids of connectors, encoders and CRTCs. */
final class Ids {
    private Ids() {}

    static List<Integer> of(MemorySegment array) {
        return Arrays.stream(array.toArray(JAVA_INT)).boxed().toList();
    }
}
