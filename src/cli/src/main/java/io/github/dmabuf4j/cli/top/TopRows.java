// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import java.util.List;

/**
 * The rows of a table, in their order.
 *
 * @param heading the names of the columns
 * @param lines a line for each row
 * @param identities what identifies each row in other readings
 * @param all how many rows there are without the filter
 */
record TopRows(TopLine heading, List<TopLine> lines, List<Object> identities, int all) {}
