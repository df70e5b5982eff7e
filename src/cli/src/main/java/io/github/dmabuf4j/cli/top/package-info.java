// SPDX-License-Identifier: Apache-2.0
/** The screen of {@code dmabuf top}. */
package io.github.dmabuf4j.cli.top;
