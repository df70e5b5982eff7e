// SPDX-License-Identifier: Apache-2.0
/** How results are printed: tables, sentences, CSV and JSON. */
package io.github.dmabuf4j.cli.text;
