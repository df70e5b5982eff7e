// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitFieldTest {
    /** The fields of a process that has ended, as Linux 6.1 writes them, with the two that count. */
    private static String stat(String waits, String status) {
        return "7 (a) b) Z 1 7 7 0 -1 4228108 0 0 0 0 0 0 0 0 20 0 1 0 500 0 0 18446744073709551615 0 0 0 0 0 0 0 0 0 "
                + waits + " 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 " + status + "\n";
    }

    @Test
    void theStatusIsTheLastField() {
        assertThat(ExitField.status(stat("1", "9"))).hasValue(9);
        assertThat(ExitField.status(stat("1", "768"))).hasValue(768);
        assertThat(ExitField.status(stat("1", "0"))).hasValue(0);
    }

    /** The kernel writes 0 for those who may not know it, which is not the status 0. */
    @Test
    void zeroForAnotherUserIsNoStatus() {
        assertThat(ExitField.status(stat("0", "0"))).isEqualTo(OptionalInt.empty());
        assertThat(ExitField.status(stat("0", "9"))).hasValue(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "7 (a) Z", "7 (a) Z 1 2 3", "no stat at all"})
    void f01_aTextOfAnotherFormIsNoStatus(String text) {
        assertThat(ExitField.status(text)).isEqualTo(OptionalInt.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "", "99999999999999999999"})
    void f01_aStatusThatMakesNoSenseIsNone(String status) {
        assertThat(ExitField.status(stat("1", status))).isEqualTo(OptionalInt.empty());
    }
}
