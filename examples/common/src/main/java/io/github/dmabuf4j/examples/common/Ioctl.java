// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common;

import java.lang.foreign.MemoryLayout;

/**
 * A request to a device: name, number and argument in one value, so that a call cannot mix them up.
 *
 * @param name as in the kernel's header, for messages
 * @param number as in the kernel's header
 * @param argument what the request's pointer points to
 */
public record Ioctl(String name, long number, MemoryLayout argument) {
    public Ioctl {
        // The kernel's number holds the size of the argument that it was made for.
        long bytes = number >>> 16 & 0x3fff;
        if (bytes != argument.byteSize()) {
            throw new IllegalArgumentException(
                    name + " takes " + bytes + " bytes, the layout has " + argument.byteSize());
        }
    }
}
