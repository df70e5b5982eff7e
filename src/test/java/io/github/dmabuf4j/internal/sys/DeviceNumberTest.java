// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceNumberTest {
    /** As makedev(3) of the C library gives them. */
    @ParameterizedTest
    @CsvSource({
        "0x0, 0x0, 0x0",
        "0xd, 0x0, 0xd",
        "0x103, 0x1, 0x3",
        "0xfd12, 0xfd, 0x12",
        "0x100000, 0x0, 0x100",
        "0x10345, 0x103, 0x45",
        "0xfff00, 0xfff, 0x0",
        "0xffffffff, 0xfff, 0xfffff",
        "0x123456789aebcdf0, 0x12345bcd, 0x6789aef0",
        "0x0000100000000000, 0x1000, 0x0",
        "0x00000fff00000000, 0x0, 0xfff00000"
    })
    void aNumberIsTakenApartAsTheCLibraryDoes(String device, String major, String minor) {
        assertThat(DeviceNumber.of(Long.decode(device)))
                .isEqualTo(new DeviceNumber(Long.decode(major), Long.decode(minor)));
    }

    @Test
    void theLargestNumberHasTheLargestParts() {
        assertThat(DeviceNumber.of(-1)).isEqualTo(new DeviceNumber(0xffff_ffffL, 0xffff_ffffL));
    }
}
