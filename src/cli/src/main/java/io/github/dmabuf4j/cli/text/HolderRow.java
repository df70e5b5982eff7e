// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Holder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A buffer and one of its holders, as {@code ls --holders} lists them.
 *
 * @param holder empty for a buffer without a visible holder
 */
public record HolderRow(BufferInfo buffer, Optional<Holder> holder) {
    private static final List<Column<HolderRow>> COLUMNS = List.of(
            BufferColumns.INODE.on(HolderRow::buffer),
            BufferColumns.SIZE.on(HolderRow::buffer),
            BufferColumns.EXPORTER.on(HolderRow::buffer),
            BufferColumns.NAME.on(HolderRow::buffer),
            BufferColumns.PSS.on(HolderRow::buffer),
            HolderColumns.PID.on(Holder::process).onOptional(HolderRow::holder),
            HolderColumns.USER.on(Holder::process).onOptional(HolderRow::holder),
            HolderColumns.COMMAND.on(Holder::process).onOptional(HolderRow::holder),
            HolderColumns.FDS.onOptional(HolderRow::holder),
            HolderColumns.MAPPINGS.onOptional(HolderRow::holder),
            HolderColumns.MAPPED_BYTES.onOptional(HolderRow::holder));

    /** A row for each holder of each buffer. */
    public static Table<HolderRow> table(List<BufferInfo> buffers) {
        return new Table<>(COLUMNS, buffers.stream().flatMap(HolderRow::of).toList());
    }

    private static Stream<HolderRow> of(BufferInfo buffer) {
        return buffer.heldByUserSpace()
                ? buffer.holders().stream().map(holder -> new HolderRow(buffer, Optional.of(holder)))
                : Stream.of(new HolderRow(buffer, Optional.empty()));
    }
}
