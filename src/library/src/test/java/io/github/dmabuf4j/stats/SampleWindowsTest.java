// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SampleWindowsTest {
    private static final int FIRST_LENGTH = 6;

    private final SampleWindows windows = new SampleWindows();

    private void add(int samples) {
        for (int i = 0; i < samples; i++) {
            if (windows.isFull()) {
                windows.halve();
            }
            windows.add(Instant.ofEpochSecond(i));
        }
    }

    @Test
    void withoutASampleThereIsNoWindow() {
        assertThat(windows.last()).isEqualTo(-1);
        assertThat(windows.isFull()).isFalse();
    }

    @Test
    void aWindowEndsWithItsLastSample() {
        add(FIRST_LENGTH - 1);
        assertThat(windows.isLastComplete()).isFalse();
        add(1);
        assertThat(windows.isLastComplete()).isTrue();
        assertThat(windows.last()).isZero();
        add(1);
        assertThat(windows.last()).isEqualTo(1);
        assertThat(windows.samplesSince(0)).isEqualTo(FIRST_LENGTH + 1);
        assertThat(windows.samplesSince(1)).isEqualTo(1);
    }

    @Test
    void twoWindowsBecomeOneWhereThereIsNoRoom() {
        int full = SampleWindows.MOST * FIRST_LENGTH;
        add(full);
        assertThat(windows.last()).isEqualTo(SampleWindows.MOST - 1);
        assertThat(windows.isFull()).isTrue();

        add(1);

        assertThat(windows.last()).isEqualTo(SampleWindows.MOST / 2);
        assertThat(windows.samplesSince(0)).isEqualTo(full + 1);
        assertThat(windows.start(1)).isEqualTo(Instant.ofEpochSecond(2 * FIRST_LENGTH));
        add(full);
        assertThat(windows.last()).isLessThan(SampleWindows.MOST);
        assertThat(windows.samplesSince(0)).isEqualTo(2 * full + 1);
    }
}
