// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import java.util.Optional;

/**
 * The result of a check.
 *
 * @param check the name of the check
 * @param source the source of statistics that it has read; empty for a check that needs none
 * @param passed whether the property was as expected
 * @param expected what the property must be
 * @param seen what it was, or why it could not be looked at
 */
public record CheckResult(String check, Optional<String> source, boolean passed, String expected, String seen) {}
