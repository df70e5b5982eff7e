// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * An ioctl with an argument that never changes and that the kernel only reads. Threads share it.
 *
 * @param name the name in the kernel's headers, for messages
 * @param request the request number
 * @param argument the address of the argument, which is never freed
 */
public record ConstantIoctl(String name, long request, long argument) {
    /**
     * Makes one with an argument of its own.
     *
     * @param filling sets the fields of the argument, which are zero
     */
    public static ConstantIoctl of(Ioctl ioctl, Consumer<MemorySegment> filling) {
        MemorySegment argument = Arena.global().allocate(ioctl.argument());
        filling.accept(argument);
        return new ConstantIoctl(ioctl.name(), ioctl.request(), argument.address());
    }

    /**
     * Calls it. If the first call succeeds, it needs no Java memory. Otherwise it is called again, for as long as a signal
     * interrupts it or the kernel answers EAGAIN. So it must be an ioctl that changes nothing if it fails.
     *
     * @return the result, or the negative errno
     */
    public int callUntilReady(int fd) {
        return Sys.ioctlUntilReady(fd, request, argument);
    }
}
