// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.drm;

import io.github.dmabuf4j.cli.text.Column;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A process that has a graphics device open.
 *
 * @param command the name of the process
 * @param device the name of the device, as attachments have it
 * @param node the file that is open
 * @param driver the driver; empty where the kernel does not show it
 * @param client the number that the driver has given to the open file; empty where the driver does not show it
 */
public record DrmClient(
        int pid, String command, String device, String node, Optional<String> driver, OptionalLong client) {
    public static final List<Column<DrmClient>> COLUMNS = List.of(
            Column.number("pid", DrmClient::pid),
            Column.text("command", DrmClient::command),
            Column.text("device", DrmClient::device),
            Column.text("node", DrmClient::node),
            Column.text("driver", DrmClient::driver),
            Column.number("client", DrmClient::client));
}
