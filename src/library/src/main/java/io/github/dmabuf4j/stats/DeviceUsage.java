// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.OptionalLong;

/**
 * What one device uses.
 *
 * @param device its name
 * @param buffers how many it is attached to
 * @param attachments how many it has; it may be attached to one buffer several times
 * @param mapCounter the mappings of all; empty where the kernel does not tell
 * @param size of those buffers, each once, bytes
 */
public record DeviceUsage(String device, int buffers, int attachments, OptionalLong mapCounter, long size) {}
