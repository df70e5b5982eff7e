// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.support.ProcTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappedBufferTest {
    private static final String ADDRESSES = "7f2a5b400000-7f2a5b500000";

    private static MappedBuffer parse(String row) {
        return MappedBuffer.parse(row).orElseThrow();
    }

    @Test
    void aRowIsReadAsTheKernelWritesIt() {
        String row = "7f2a5b400000-7f2a5b500000 rw-s 00002000 00:0d 42                         /dmabuf:camera-0";

        assertThat(parse(row))
                .isEqualTo(new MappedBuffer(
                        ADDRESSES, new DeviceNumber(0, 13), 42, new MappedRange(0x2000, 0x10_0000), "camera-0"));
    }

    @Test
    void aBufferWithoutANameHasAnEmptyOne() {
        assertThat(parse(ProcTree.row(ADDRESSES, "00000000", "00:0d", "42", "")).name())
                .isEmpty();
    }

    @Test
    void inodeAndAddressesAreUnsigned() {
        MappedBuffer last = parse(ProcTree.row(
                "ffffffffff600000-fffffffffffff000", "8000000000000000", "00:0d", "18446744073709551615", "x"));

        assertThat(last.inode()).isEqualTo(-1);
        assertThat(last.range()).isEqualTo(new MappedRange(Long.MIN_VALUE, 0x9f_f000));
    }

    @Test
    void aDeviceNumberIsHexadecimal() {
        assertThat(parse(ProcTree.row(ADDRESSES, "00000000", "103:fffff", "1", "x"))
                        .device())
                .isEqualTo(new DeviceNumber(0x103, 0xfffff));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", " ", "a\tb", "/dmabuf:", "x /dmabuf:y", "(deleted)", "a\nb", "\n\n", "ä😀"})
    void aNameMayBeAnything(String name) {
        assertThat(parse(ProcTree.row(ADDRESSES, "00000000", "00:0d", "1", name))
                        .name())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 42",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 42     /tmp/dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 42     /a /dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 42     dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-p 00000000 00:00 0      [anon:/dmabuf:x]",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d x      /dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 18446744073709551616 /dmabuf:x",
                "10000000000000000-20000000000000000 rw-s 00000000 00:0d 42 /dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 10000000000000000 00:0d 42 /dmabuf:x",
                "7f2a5b400000-7f2a5b500000 rw-s 00000000 10000000000000000:0d 42 /dmabuf:x",
                "x 7f2a5b400000-7f2a5b500000 rw-s 00000000 00:0d 42 /dmabuf:x"
            })
    void aRowOfSomethingElseIsNone(String row) {
        assertThat(MappedBuffer.parse(row)).isEmpty();
    }
}
