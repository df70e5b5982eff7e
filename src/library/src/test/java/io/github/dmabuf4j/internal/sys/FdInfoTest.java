// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FdInfoTest {
    @Test
    void aValueIsThatOfItsKey() {
        FdInfo info = new FdInfo("pos:\t0\nflags:\t02000002\nino:\t42\nsize:\t4096\nexp_name:\tmy heap\n");

        assertThat(info.value("flags")).isEqualTo("02000002");
        assertThat(info.value("size")).isEqualTo("4096");
        assertThat(info.value("exp_name")).isEqualTo("my heap");
    }

    @Test
    void theFirstOfSeveralCounts() {
        assertThat(new FdInfo("size:\t4096\nname:\tx\nsize:\t1\n").value("size"))
                .isEqualTo("4096");
    }

    @Test
    void aMissingKeyHasNoValue() {
        FdInfo info = new FdInfo("exp_name:\tsystem\nempty:\n");

        assertThat(info.value("name")).as("the end of another key").isEmpty();
        assertThat(info.value("exp")).as("the beginning of another key").isEmpty();
        assertThat(info.value("empty")).isEmpty();
        assertThat(new FdInfo("").value("size")).isEmpty();
    }
}
