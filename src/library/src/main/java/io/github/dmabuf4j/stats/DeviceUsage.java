// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.OptionalLong;

/**
 * The buffers that one device is attached to.
 *
 * @param device the device's name
 * @param buffers how many buffers it is attached to
 * @param attachments how many attachments it has: there can be several to one buffer
 * @param mapCounter the mappings of all attachments; empty if the kernel does not report them
 * @param size the size of those buffers, each once, bytes
 */
public record DeviceUsage(String device, int buffers, int attachments, OptionalLong mapCounter, long size) {}
