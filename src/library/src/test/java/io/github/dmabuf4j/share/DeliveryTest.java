// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.ChildJvm;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    /** It has nothing to initialize: an error there would lose the class, and what a message has brought would not be closed. */
    @Test
    void aFirstUseWithoutStackDoesNotLoseTheClass() throws Exception {
        assertThat(ChildJvm.run(FirstDeliveryMain.class, "-Xint", "-XX:+UseSerialGC"))
                .contains(FirstDeliveryMain.WORKS);
    }
}
