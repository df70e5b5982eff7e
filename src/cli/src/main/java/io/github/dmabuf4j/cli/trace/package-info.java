// SPDX-License-Identifier: Apache-2.0
/** The live trace: what happens to buffers as lines of text or JSON, and its summary. */
package io.github.dmabuf4j.cli.trace;
