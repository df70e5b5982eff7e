// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.option.ColumnOptions;
import picocli.CommandLine.Mixin;

/** A command that lists rows, and lets the user choose what is printed of each. */
abstract class ColumnsCommand extends FilteredCommand {
    @Mixin
    private ColumnOptions columns = new ColumnOptions(this::badUsage);

    final ColumnOptions columns() {
        return columns;
    }

    @Override
    final boolean isBare() {
        return columns.isQuiet();
    }
}
