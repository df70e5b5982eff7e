// SPDX-License-Identifier: Apache-2.0
/** What the commands {@code metrics} and {@code serve} publish, and the server of the second. */
package io.github.dmabuf4j.cli.metrics;
