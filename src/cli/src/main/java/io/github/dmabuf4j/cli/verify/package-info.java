// SPDX-License-Identifier: Apache-2.0
/** The checks of {@code dmabuf verify}. */
package io.github.dmabuf4j.cli.verify;
