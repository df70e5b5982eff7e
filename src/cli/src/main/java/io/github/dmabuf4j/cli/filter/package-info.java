// SPDX-License-Identifier: Apache-2.0
/** Which buffers of a snapshot a user wants to see. */
package io.github.dmabuf4j.cli.filter;
