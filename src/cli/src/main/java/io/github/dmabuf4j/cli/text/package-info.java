// SPDX-License-Identifier: Apache-2.0
/** Formats of output: tables, sentences, CSV and JSON. */
package io.github.dmabuf4j.cli.text;
