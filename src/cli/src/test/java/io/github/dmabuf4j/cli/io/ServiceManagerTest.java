// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceManagerTest {
    private static ServiceManager within(String microseconds) {
        return ServiceManager.of(Map.of("WATCHDOG_USEC", microseconds));
    }

    @Test
    void theTimeOfTheWatchdogIsInMicroseconds() {
        assertThat(within("30000000").watchdog()).contains(Duration.ofSeconds(30));
        assertThat(within("1").watchdog()).contains(Duration.ofNanos(1000));
    }

    /** Such a time must not become a negative one, after which the recorder would tell without a pause. */
    @ParameterizedTest
    @ValueSource(strings = {"9999999999999999", "999999999999999999"})
    void aTimeThatIsVeryLongFitsIntoNanoseconds(String microseconds) {
        assertThat(within(microseconds).watchdog().orElseThrow().toNanos()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1s", " 1", "99999999999999999999"})
    void whatIsNotATimeIsNone(String text) {
        assertThat(within(text).watchdog()).isEmpty();
    }

    @Test
    void theWatchdogOfAnotherProcessIsNotForThisOne() {
        long own = ProcessHandle.current().pid();

        assertThat(ServiceManager.of(Map.of("WATCHDOG_USEC", "5", "WATCHDOG_PID", Long.toString(own)))
                        .watchdog())
                .isPresent();
        assertThat(ServiceManager.of(Map.of("WATCHDOG_USEC", "5", "WATCHDOG_PID", Long.toString(own + 1)))
                        .watchdog())
                .isEmpty();
    }
}
