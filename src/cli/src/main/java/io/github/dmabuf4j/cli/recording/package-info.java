// SPDX-License-Identifier: Apache-2.0
/** Files of samples, which {@code dmabuf record} writes: writing, reading and choosing samples. */
package io.github.dmabuf4j.cli.recording;
