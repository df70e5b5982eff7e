// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/** What a sample was taken for. */
public sealed interface Trigger permits ProcessEnd, LimitReached {}
