// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

/**
 * What came of one check.
 *
 * @param check its name
 * @param passed whether what was seen is what was expected
 * @param expected what had to be seen
 * @param seen what was seen, or why nothing was
 */
public record CheckResult(String check, boolean passed, String expected, String seen) {}
