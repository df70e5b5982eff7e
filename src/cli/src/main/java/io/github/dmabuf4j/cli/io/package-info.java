// SPDX-License-Identifier: Apache-2.0
/** Files and standard output, and what is said where they cannot be read or written. */
package io.github.dmabuf4j.cli.io;
