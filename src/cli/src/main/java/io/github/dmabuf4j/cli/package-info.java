// SPDX-License-Identifier: Apache-2.0
/** Starts the command line: arguments in, an exit code out. */
package io.github.dmabuf4j.cli;
