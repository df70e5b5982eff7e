// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.Machine;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import io.github.dmabuf4j.internal.sys.Privileges;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A device that uses buffers, such as a camera, a display or a render node. It is controlled by ioctls, to which a
 * buffer is given as the descriptor's number ({@link DmaBuf#holdFd}):
 *
 * <pre>{@code
 * static final Device.Ioctl PRIME_FD_TO_HANDLE = new Device.Ioctl(
 *         "DRM_IOCTL_PRIME_FD_TO_HANDLE", Drm.DRM_IOCTL_PRIME_FD_TO_HANDLE(), drm_prime_handle.layout());
 *
 * try (HeldFd fd = buffer.holdFd();
 *         Arena arena = Arena.ofConfined()) {
 *     MemorySegment prime = arena.allocate(drm_prime_handle.layout());
 *     drm_prime_handle.fd(prime, fd.fd());
 *     card.ioctl(PRIME_FD_TO_HANDLE, prime);
 *     return drm_prime_handle.handle(prime);
 * }
 * }</pre>
 *
 * <p>The numbers and layouts are those of the device's header, from which jextract generates them.
 *
 * <p>All methods can be called by any thread, as far as the driver allows it. {@link #close} takes effect when the
 * calls and waits of other threads have ended; it does not end them. After it, every method except {@link #isOpen},
 * {@link #close} and {@link #toString} throws {@link IllegalStateException}. A device that becomes unreachable without
 * a close is closed after the next garbage collection, and a warning reports it once (SLF4J, logger of this class).
 */
public final class Device implements AutoCloseable {
    static {
        NativeAccess.check();
    }

    private final Resource resource;

    /**
     * A request to a device. Name, number and layout are one value, so that a call cannot mix them up.
     *
     * @param name the name in the kernel's header, for messages
     * @param request the number in the kernel's header, which encodes the size of the argument
     * @param argument the layout of the argument; one of size 0 for a request without an argument
     */
    public record Ioctl(String name, long request, MemoryLayout argument) {
        /**
         * Checks the layout against the number.
         *
         * @throws IllegalArgumentException when the number is that of an argument of another size
         */
        public Ioctl {
            call(name, request, argument);
        }

        private static io.github.dmabuf4j.internal.sys.Ioctl call(String name, long request, MemoryLayout argument) {
            return new io.github.dmabuf4j.internal.sys.Ioctl(name, request, argument);
        }

        private io.github.dmabuf4j.internal.sys.Ioctl call() {
            return call(name, request, argument);
        }
    }

    private static final class Resource extends OwnedDescriptor {
        private final String path;

        Resource(String path) {
            super(Device.class, path);
            this.path = path;
        }

        @Override
        protected String kind() {
            return "device";
        }

        @Override
        public String target() {
            return path;
        }
    }

    private Device(String path) {
        resource = new Resource(path);
        resource.freeAfter(this);
    }

    /**
     * Opens a device for reading and writing.
     *
     * @param path the path of the device, such as {@code /dev/dri/card0}
     * @return the device, to be closed by the caller; closed by exec
     * @throws NoPermissionException when this user may not open it (EACCES, EPERM)
     * @throws DmaBufException when it cannot be opened for another reason: there is no such file (ENOENT) or device
     *     (ENXIO, ENODEV), it is in use (EBUSY), or this process has no descriptor left (EMFILE)
     */
    public static Device open(Path path) throws DmaBufException {
        return open(path.toString(), LibC.O_RDWR());
    }

    /**
     * Opens a device, or a file of debugfs, for reading.
     *
     * @param path the path of the device or file
     * @return the device, to be closed by the caller; closed by exec
     * @throws NoPermissionException as {@link #open}
     * @throws DmaBufException as {@link #open}
     */
    public static Device openReadOnly(Path path) throws DmaBufException {
        return open(path.toString(), LibC.O_RDONLY());
    }

    private static Device open(String path, int accessMode) throws DmaBufException {
        Device device = new Device(path);
        int result = device.resource.own(Sys.open(path, accessMode | LibC.O_CLOEXEC()));
        if (result < 0) {
            device.close();
            throw openFailure(path, -result);
        }
        return device;
    }

    private static DmaBufException openFailure(String path, int errno) {
        return ErrorNumber.isNoPermission(errno)
                ? new NoPermissionException(
                        "open", path, errno, Privileges.ofThisThread().missingForDevice(path, errno))
                : new DmaBufException("open", path, errno);
    }

    /**
     * Calls an ioctl. Calls it again when a signal interrupts it (EINTR). A call that waits in the driver blocks the
     * carrier of a virtual thread.
     *
     * @param ioctl the request
     * @param argument native memory, at least as large as the layout; the driver reads it and writes its answer into it
     * @return the result, which is not negative
     * @throws IndexOutOfBoundsException when the argument is smaller than the layout
     * @throws DmaBufException when the driver refuses, with the driver's errno: ENOTTY when it does not have the
     *     request, often EINVAL at the end of an enumeration
     */
    public int ioctl(Ioctl ioctl, MemorySegment argument) throws DmaBufException {
        int fd = resource.acquire();
        try {
            return checked(ioctl.name(), ioctl.call().call(fd, argument));
        } finally {
            resource.releaseFor(this);
        }
    }

    /**
     * Waits until {@link #read} or the driver's request for the next event does not block. A virtual thread releases
     * its carrier while it waits.
     *
     * @param timeout how long to wait; zero or less asks without waiting
     * @return true when there is something to read, or an error to be reported by the next request; false when the time
     *     has passed
     * @throws InterruptedException when this thread is interrupted before or during the wait
     * @throws DmaBufException when waiting is not possible: EMFILE, ENOSPC where the user's limit of watches is
     *     reached, or EPERM where the driver does not support it
     */
    public boolean awaitReadable(Duration timeout) throws DmaBufException, InterruptedException {
        return new Readiness(resource, LibC.POLLIN(), this, Readiness.Outcome.SUCCESS).await(timeout);
    }

    /**
     * Reads what there is, at most as many bytes as the memory has. Waits in the driver for the first byte, and blocks
     * the carrier of a virtual thread meanwhile.
     *
     * @param memory native memory to read into
     * @return the number of bytes, 0 at the end of a file
     * @throws DmaBufException when the driver refuses ({@code read})
     */
    public int read(MemorySegment memory) throws DmaBufException {
        int fd = resource.acquire();
        try {
            return checked("read", Sys.readRetrying(fd, memory));
        } finally {
            resource.releaseFor(this);
        }
    }

    /**
     * Maps memory of the device.
     *
     * @param mode {@link MapMode#READ_ONLY} or {@link MapMode#READ_WRITE}
     * @param offset where it is, as the driver has reported; a multiple of the page size
     * @param bytes the length, at least 1
     * @param arena the arena whose close unmaps the memory
     * @return the memory
     * @throws IllegalArgumentException when the offset is not a multiple of the page size, or the length is not positive
     * @throws UnsupportedOperationException for another mode
     * @throws NoPermissionException when the device was not opened for the mode (EACCES)
     * @throws DmaBufException when the driver refuses ({@code mmap}): EINVAL, ENODEV, ENOMEM
     */
    public MemorySegment map(MapMode mode, long offset, long bytes, Arena arena) throws DmaBufException {
        boolean writable = Mapping.isWritable(mode);
        if (offset < 0 || offset % Machine.pageBytes() != 0 || bytes < 1) {
            throw new IllegalArgumentException("offset " + offset + " must be a multiple of the page size ("
                    + Machine.pageBytes() + " bytes), and length " + bytes + " must be positive");
        }
        resource.acquire();
        try {
            return Mapping.of(resource, writable, offset, bytes).part(0, bytes, writable, arena);
        } finally {
            resource.releaseFor(this);
        }
    }

    private int checked(String operation, int result) throws DmaBufException {
        DmaBufException.check(operation, resource.target(), result);
        return result;
    }

    /**
     * Holds the descriptor open, for system calls of the program's own: a close of this device takes effect when the
     * hold is closed.
     *
     * @return the hold, to be closed by the caller
     */
    public HeldFd holdFd() {
        return HeldFd.of(resource, this);
    }

    /**
     * Returns whether this device is open.
     *
     * @return false after {@link #close}
     */
    public boolean isOpen() {
        return !resource.isClosed();
    }

    /** Closes the device, now or when nothing uses it any more. Further calls do nothing. */
    @Override
    public void close() {
        resource.closeFor(this);
    }

    /** Returns the path, escaped so that it can be printed. */
    @Override
    public String toString() {
        return resource.shown();
    }
}
