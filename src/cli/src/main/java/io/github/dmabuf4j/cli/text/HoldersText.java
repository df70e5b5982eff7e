// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Holder;
import java.util.stream.Collectors;

/** The processes that hold a buffer, in a few words. */
public final class HoldersText {
    private HoldersText() {}

    public static String of(BufferInfo buffer) {
        return buffer.holders().stream()
                .map(Holder::process)
                .map(process -> process.command() + "(" + process.pid() + ")")
                .collect(Collectors.joining(" "));
    }
}
