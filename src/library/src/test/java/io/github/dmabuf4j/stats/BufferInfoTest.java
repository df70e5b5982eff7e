// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BufferInfoTest {
    @ParameterizedTest
    @CsvSource({
        "4096, 1, 4096",
        "4096, 2, 2048",
        "10, 3, 3",
        "11, 3, 3",
        "2, 3, 0",
        "9223372036854775807, 2, 4611686018427387903"
    })
    void row20_theShareOfAHolderIsRoundedDown(long size, int holders, long share) {
        int[] pids = new int[holders];
        for (int i = 0; i < holders; i++) {
            pids[i] = i + 1;
        }

        assertThat(buffer(1).size(size).heldBy(pids).toInfo().proportionalSize())
                .isEqualTo(share);
    }

    @Test
    void withoutAHolderOrASizeThereIsNoShare() {
        assertThat(buffer(1).size(4096).toInfo().proportionalSize()).isZero();
        assertThat(buffer(1).heldBy(20).toInfo().proportionalSize()).isZero();
    }

    @Test
    void itIsHeldByUserSpaceWhereAProcessHoldsIt() {
        assertThat(buffer(1).attached("vgem").references(7).toInfo().heldByUserSpace())
                .isFalse();
        assertThat(buffer(1).heldBy(20).toInfo().heldByUserSpace()).isTrue();
    }

    @Test
    void whatTheStatisticsInSysfsSayIsKept() {
        SysfsBufferStats stats =
                new SysfsBufferStats(-1, 4096, "system", List.of(new SysfsAttachmentStats(2, "vgem", 4_294_967_295L)));

        assertThat(BufferInfo.of(stats))
                .isEqualTo(buffer(-1)
                        .size(4096)
                        .exporter("system")
                        .attached("vgem", 2, 4_294_967_295L)
                        .toInfo());
    }

    @Test
    void itCannotBeChanged() {
        List<Attachment> attachments = new ArrayList<>(List.of(Attachment.named("vgem")));
        BufferInfo info = new BufferInfo(
                1,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                List.of(),
                attachments,
                List.of());
        attachments.clear();

        assertThat(info.attachments()).hasSize(1);
        assertThatThrownBy(() -> info.holders().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> info.fences().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
