// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.udmabuf_create_item;
import io.github.dmabuf4j.internal.gen.udmabuf_create_list;
import io.github.dmabuf4j.internal.jfr.BufferAllocateEvent;
import io.github.dmabuf4j.internal.jfr.Events;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.Ioctl;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.Machine;
import io.github.dmabuf4j.internal.sys.Memfd;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import io.github.dmabuf4j.internal.sys.Privileges;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The device {@code /dev/udmabuf}, which makes DMA-BUFs of ordinary memory: for machines without heaps, and for memory
 * that is already shared as a memfd.
 *
 * <p>All methods can be called by any thread, and many threads can allocate at the same time. Buffers stay valid after
 * this is closed.
 *
 * <p>Needs Linux 4.20 with {@code CONFIG_UDMABUF}. The kernel limits the size of a buffer ({@link #maxBytes}, 64 MiB by
 * default) and the number of its ranges ({@link #maxRanges}).
 */
public final class Udmabuf implements BufferAllocator {
    static {
        NativeAccess.check();
    }

    private static final String DEVICE = "/dev/udmabuf";
    private static final String NAME = "udmabuf";
    private static final Path KERNELS_DEVICE = Path.of("/sys/class/misc/udmabuf");
    private static final String PARAMETERS = "/sys/module/udmabuf/parameters/";
    private static final String SIZE_LIMIT = PARAMETERS + "size_limit_mb";
    private static final String LIST_LIMIT = PARAMETERS + "list_limit";

    // The request number encodes 8 bytes, the size of the list's header. The items follow the header.
    private static final Ioctl CREATE_LIST =
            new Ioctl("UDMABUF_CREATE_LIST", LinuxDmaBuf.UDMABUF_CREATE_LIST(), udmabuf_create_list.layout());

    private static final String KERNEL_ADVICE = "this kernel (Linux " + System.getProperty("os.version")
            + ") has no udmabuf, which needs Linux 4.20 or newer with CONFIG_UDMABUF=y, or its module loaded"
            + " (modprobe udmabuf)";
    private static final String RANGE_ADVICE = "each descriptor must be a memfd that is sealed against shrinking"
            + " (F_SEAL_SHRINK) but not against writing (F_SEAL_WRITE), and each range must be within it";

    private final Descriptor device = new NamedDescriptor(DEVICE);

    private Udmabuf() {}

    /**
     * Opens {@code /dev/udmabuf}.
     *
     * @return the allocator, to be closed by the caller
     * @throws NoPermissionException when this user may not open it (EACCES, EPERM)
     * @throws UnsupportedKernelException when the kernel has no udmabuf (ENOENT, ENODEV, ENXIO)
     * @throws DmaBufException when the kernel refuses for another reason: EMFILE
     */
    public static Udmabuf open() throws DmaBufException {
        Udmabuf udmabuf = new Udmabuf();
        int result = udmabuf.device.own(Sys.open(DEVICE, LibC.O_RDWR() | LibC.O_CLOEXEC()));
        if (result < 0) {
            throw openFailure(-result);
        }
        return udmabuf;
    }

    private static DmaBufException openFailure(int errno) {
        if (ErrorNumber.isNoPermission(errno)) {
            return new NoPermissionException("open", DEVICE, errno, permissionAdvice(errno));
        }
        if (errno == LibC.ENOENT() || errno == LibC.ENODEV() || errno == LibC.ENXIO()) {
            return new UnsupportedKernelException("open", DEVICE, errno, missingAdvice());
        }
        return new DmaBufException("open", DEVICE, errno);
    }

    /** The {@code /dev} of a container can lack the device that the kernel has. */
    private static String missingAdvice() {
        return Files.exists(KERNELS_DEVICE)
                ? "this kernel has udmabuf, but the /dev of this container does not have the device: start the container with "
                        + Privileges.withDevice(DEVICE)
                : KERNEL_ADVICE;
    }

    private static String permissionAdvice(int errno) {
        Privileges mine = Privileges.ofThisThread();
        return mine.missingForDevice(DEVICE, errno)
                + ", or let a group use the device by a udev rule"
                + " such as KERNEL==\"udmabuf\", GROUP=\"kvm\", MODE=\"0660\" "
                + mine.toJoinItsGroup();
    }

    /** Returns {@code udmabuf}, the exporter's name in the statistics. */
    @Override
    public String name() {
        return NAME;
    }

    /**
     * Returns the kernel's limit of the size of a buffer. Root can change it.
     *
     * @return bytes; empty when it cannot be read
     */
    public static OptionalLong maxBytes() {
        OptionalLong mebibytes = parameter(SIZE_LIMIT);
        return mebibytes.isPresent() ? OptionalLong.of(mebibytes.getAsLong() << 20) : mebibytes;
    }

    /**
     * Returns the kernel's limit of the number of ranges of a buffer. Root can change it.
     *
     * @return the number of ranges; empty when it cannot be read
     */
    public static OptionalLong maxRanges() {
        return parameter(LIST_LIMIT);
    }

    private static OptionalLong parameter(String path) {
        String text = KernelFile.read(path).text().strip();
        return text.matches("[0-9]{1,10}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /**
     * Allocates a buffer of zeroed memory, which nothing else shares. Its descriptor can be mapped for reading and
     * writing, and is closed by exec.
     *
     * @param bytes at least 1; rounded up to whole pages
     * @return the buffer, to be closed by the caller
     * @throws IllegalArgumentException when {@code bytes} is not positive
     * @throws DmaBufException when {@code bytes} is more than {@link #maxBytes} (EINVAL) or more than the machine's
     *     memory (ENOMEM), when the memory is full (ENOMEM), or when this process or the machine has no descriptor left
     *     (EMFILE, ENFILE)
     * @throws IllegalStateException when this is closed
     */
    @Override
    public DmaBuf allocate(long bytes) throws DmaBufException {
        RequestedSize.check(CREATE_LIST.name(), Udmabuf::target, bytes);
        long size = Machine.roundUpToPages(bytes);
        checkSize(size);
        int memfd = Memfd.create("dmabuf4j", size, LibC.F_SEAL_SHRINK());
        if (memfd < 0) {
            FailedAllocation.report(NAME, size, -memfd);
            throw new DmaBufException("memfd_create", target(size), -memfd);
        }
        try {
            return create(List.of(new MemfdRange(memfd, 0, size)));
        } finally {
            Sys.close(memfd);
        }
    }

    /**
     * Makes a buffer of parts of memfds, one after the other. The memory is shared: what is written through a memfd is
     * seen through the buffer, and the other way round.
     *
     * @param ranges at least one; the descriptors stay the caller's, who can close them afterwards
     * @return the buffer, to be closed by the caller
     * @throws IllegalArgumentException when there is no range, or one is empty, negative, or not a number of whole
     *     pages
     * @throws DmaBufException when a descriptor is not that of a memfd (EBADF, EBADFD); when a memfd is not sealed as
     *     {@link MemfdRange} says, a range is not within its memfd, or the limits of {@link #maxBytes} or
     *     {@link #maxRanges} are exceeded (EINVAL); when there is no memory (ENOMEM) or no descriptor left (EMFILE,
     *     ENFILE)
     * @throws IllegalStateException when this is closed
     */
    public DmaBuf create(List<MemfdRange> ranges) throws DmaBufException {
        long size = sizeOf(ranges);
        checkSize(size);
        checkCount(ranges.size());
        BufferAllocateEvent event = Events.allocate();
        DmaBuf buffer = DmaBuf.withoutNumber(NAME, size);
        int fd = device.acquire();
        try (Arena arena = Arena.ofConfined()) {
            int result = buffer.own(CREATE_LIST.create(fd, request(ranges, arena)));
            if (result < 0) {
                buffer.discard();
                FailedAllocation.report(NAME, size, -result);
                throw createFailure(-result, size);
            }
            if (event != null) {
                event.commit(buffer.facts());
            }
            return buffer;
        } finally {
            device.release();
        }
    }

    private static long sizeOf(List<MemfdRange> ranges) {
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("a buffer needs at least one range");
        }
        long size = 0;
        for (MemfdRange range : ranges) {
            checkPages(range);
            size = range.bytes() > Long.MAX_VALUE - size ? Long.MAX_VALUE : size + range.bytes();
        }
        return size;
    }

    private static void checkPages(MemfdRange range) {
        long page = Machine.pageBytes();
        if (range.offset() < 0 || range.bytes() <= 0 || range.offset() % page != 0 || range.bytes() % page != 0) {
            throw new IllegalArgumentException(range + ": offset and length must be multiples of the page size (" + page
                    + " bytes), and the length must not be 0");
        }
    }

    private static void checkSize(long size) throws DmaBufException {
        OptionalLong most = maxBytes();
        if (most.isPresent() && size > most.getAsLong()) {
            String advice = "the kernel was not asked, since its limit is " + most.getAsLong()
                    + " bytes; root can raise it in " + SIZE_LIMIT;
            throw new DmaBufException(CREATE_LIST.name(), target(size), LibC.EINVAL(), advice);
        }
    }

    private static void checkCount(int count) throws DmaBufException {
        OptionalLong most = maxRanges();
        if (most.isPresent() && count > most.getAsLong()) {
            String advice = "the kernel was not asked, since its limit is " + most.getAsLong()
                    + " ranges; root can raise it in " + LIST_LIMIT;
            String target = DEVICE + " (" + count + " ranges)";
            throw new DmaBufException(CREATE_LIST.name(), target, LibC.EINVAL(), advice);
        }
    }

    private static MemorySegment request(List<MemfdRange> ranges, Arena arena) {
        long head = udmabuf_create_list.sizeof();
        MemorySegment request = arena.allocate(head + ranges.size() * udmabuf_create_item.sizeof(), Long.BYTES);
        udmabuf_create_list.flags(request, LinuxDmaBuf.UDMABUF_FLAGS_CLOEXEC());
        udmabuf_create_list.count(request, ranges.size());
        MemorySegment items = request.asSlice(head);
        for (int i = 0; i < ranges.size(); i++) {
            MemorySegment item = udmabuf_create_item.asSlice(items, i);
            udmabuf_create_item.memfd(item, ranges.get(i).memfd());
            udmabuf_create_item.offset(item, ranges.get(i).offset());
            udmabuf_create_item.size(item, ranges.get(i).bytes());
        }
        return request;
    }

    private static DmaBufException createFailure(int errno, long size) {
        boolean ofRange = errno == LibC.EINVAL() || errno == LibC.EBADF() || errno == LibC.EBADFD();
        return new DmaBufException(CREATE_LIST.name(), target(size), errno, ofRange ? RANGE_ADVICE : "");
    }

    private static String target(long bytes) {
        return DEVICE + " (" + bytes + " bytes)";
    }

    /**
     * Returns whether this allocator is open.
     *
     * @return false after {@link #close}
     */
    @Override
    public boolean isOpen() {
        return !device.isClosed();
    }

    /** Closes the device. Its buffers stay valid. Further calls do nothing. */
    @Override
    public void close() {
        device.close();
    }

    @Override
    public String toString() {
        return "Udmabuf[" + DEVICE + (isOpen() ? "]" : ", closed]");
    }
}
