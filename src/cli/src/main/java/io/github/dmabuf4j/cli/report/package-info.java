// SPDX-License-Identifier: Apache-2.0
/** The HTML page of {@code dmabuf report}. */
package io.github.dmabuf4j.cli.report;
