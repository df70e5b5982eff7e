// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.DmaBufException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LazySourceTest {
    private final AtomicInteger tries = new AtomicInteger();
    private final FakeSource source = new FakeSource("sysfs");

    private StatsSource open() {
        tries.incrementAndGet();
        return source;
    }

    private StatsSource fail() throws DmaBufException {
        tries.incrementAndGet();
        throw new DmaBufException("open", "sysfs", 2);
    }

    @Test
    void itIsOpenedOnceAndClosed() {
        LazySource lazy = new LazySource("sysfs", this::open);
        assertThat(tries).hasValue(0);

        assertThat(lazy.open()).containsSame(source);
        assertThat(lazy.open()).containsSame(source);
        assertThat(lazy.failure()).isEmpty();
        assertThat(tries).hasValue(1);
        lazy.close();
        assertThat(source.closes).hasValue(1);
    }

    @Test
    void whatCannotBeOpenedIsNotTriedAgain() {
        LazySource lazy = new LazySource("sysfs", this::fail);
        assertThat(lazy.failure()).isEmpty();

        assertThat(lazy.open()).isEmpty();
        assertThat(lazy.open()).isEmpty();
        assertThat(lazy.failure()).hasValueSatisfying(why -> assertThat(why).hasMessageStartingWith("open on sysfs"));
        assertThat(tries).hasValue(1);
        lazy.close();
    }

    @Test
    void afterTheCloseNothingIsOpened() {
        LazySource lazy = new LazySource("sysfs", this::open);
        lazy.close();

        assertThatIllegalStateException().isThrownBy(lazy::open).withMessage("the statistics are closed");
        assertThat(tries).hasValue(0);
        assertThat(source.closes).hasValue(0);
    }
}
