// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryPatternTest {
    private static final int PAGE = 4096;
    private static final int PAGES = 16;
    private static final int WORDS = PAGES * PAGE / Long.BYTES;

    private final MemorySegment memory = Arena.ofAuto().allocate(PAGES * PAGE, PAGE);

    @Test
    void freshMemoryIsAllZeros() {
        assertThat(MemoryPattern.ZEROS.compare(memory)).isEmpty();
    }

    @Test
    void oneBitAnywhereIsSeen() {
        memory.set(ValueLayout.JAVA_BYTE, memory.byteSize() - 1, (byte) 1);

        assertThat(MemoryPattern.ZEROS.compare(memory))
                .hasValue("1 of " + WORDS + " words differ, the first at byte " + (memory.byteSize() - Long.BYTES));
    }

    @Test
    void theFirstDifferenceIsFoundAndAllAreCounted() {
        memory.setAtIndex(ValueLayout.JAVA_LONG, 3, 1);
        memory.setAtIndex(ValueLayout.JAVA_LONG, 700, -1);
        memory.setAtIndex(ValueLayout.JAVA_LONG, 4, Long.MIN_VALUE);

        assertThat(MemoryPattern.ZEROS.compare(memory))
                .hasValue("3 of " + WORDS + " words differ, the first at byte 24");
    }

    @Test
    void whatWasWrittenIsEqual() {
        MemoryPattern.OFFSETS.write(memory);
        assertThat(MemoryPattern.OFFSETS.compare(memory)).isEmpty();

        MemoryPattern.ZEROS.write(memory);
        assertThat(MemoryPattern.ZEROS.compare(memory)).isEmpty();
    }

    @Test
    void zerosAreNowhereTheOffsets() {
        assertThat(MemoryPattern.OFFSETS.compare(memory))
                .hasValue(WORDS + " of " + WORDS + " words differ, the first at byte 0");
    }

    @Test
    void noTwoWordsOfTheOffsetsAreTheSame() {
        MemoryPattern.OFFSETS.write(memory);

        Set<Long> words = new HashSet<>();
        for (int index = 0; index < WORDS; index++) {
            words.add(memory.getAtIndex(ValueLayout.JAVA_LONG, index));
        }
        assertThat(words).hasSize(WORDS);
    }

    @Test
    void aPageInTheWrongPlaceIsSeen() {
        MemoryPattern.OFFSETS.write(memory);
        MemorySegment.copy(memory, 5 * PAGE, memory, 9 * PAGE, PAGE);

        assertThat(MemoryPattern.OFFSETS.compare(memory))
                .hasValue("512 of " + WORDS + " words differ, the first at byte " + 9 * PAGE);
    }
}
