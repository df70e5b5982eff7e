// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

/**
 * The result of a check.
 *
 * @param check the name of the check
 * @param passed whether the property was as expected
 * @param expected what the property must be
 * @param seen what it was, or why it could not be looked at
 */
public record CheckResult(String check, boolean passed, String expected, String seen) {}
