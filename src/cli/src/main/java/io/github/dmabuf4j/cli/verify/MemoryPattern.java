// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/** Content for a buffer of whole pages: a function from the index of a 64-bit word to its value. */
record MemoryPattern(LongUnaryOperator word) {
    static final MemoryPattern ZEROS = new MemoryPattern(index -> 0);

    /** Words that all differ, so that swapped pages are noticed. The factor spreads the index over all bits. */
    static final MemoryPattern OFFSETS = new MemoryPattern(index -> (index + 1) * 0x9e3779b97f4a7c15L);

    void write(MemorySegment memory) {
        for (long index = 0; index < words(memory); index++) {
            memory.setAtIndex(ValueLayout.JAVA_LONG, index, word.applyAsLong(index));
        }
    }

    /** How the memory differs from the pattern; empty where it does not. */
    Optional<String> compare(MemorySegment memory) {
        long different = 0;
        long first = 0;
        for (long index = words(memory) - 1; index >= 0; index--) {
            if (memory.getAtIndex(ValueLayout.JAVA_LONG, index) != word.applyAsLong(index)) {
                different++;
                first = index;
            }
        }
        String summary = different + " of " + words(memory) + " words differ, the first at byte " + first * Long.BYTES;
        return different == 0 ? Optional.empty() : Optional.of(summary);
    }

    private static long words(MemorySegment memory) {
        return memory.byteSize() / Long.BYTES;
    }
}
