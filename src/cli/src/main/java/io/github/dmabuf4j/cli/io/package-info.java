// SPDX-License-Identifier: Apache-2.0
/** Files and standard output, and the messages for errors of theirs and of Java's. */
package io.github.dmabuf4j.cli.io;
