// SPDX-License-Identifier: Apache-2.0
/** The main class of the command line. */
package io.github.dmabuf4j.cli;
