// SPDX-License-Identifier: Apache-2.0
/** The commands of {@code dmabuf}, each a class, and what several of them share. */
package io.github.dmabuf4j.cli.command;
