// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.internal.sys.Ioctl;
import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.Scratch;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Asks for the mappings of files one by one: PROCMAP_QUERY, since Linux 6.11. For one thread at a time.
 *
 * <p>A row of maps costs the kernel more than a query, which makes no text, and rows of memory without a file are passed over. Of
 * 279 processes with 17 mappings each, 12 of them of files, on Linux 7.3, C reads maps with 57 thousand instructions a process and
 * asks with 27 thousand.
 */
final class MapsQuery {
    // struct procmap_query, written by hand: it is newer than the headers from which the other structures come.
    private static final int FLAGS = 8;
    private static final int ADDRESS = 16;
    private static final int START = 24;
    private static final int END = 32;
    private static final int OFFSET = 56;
    private static final int INODE = 64;
    private static final int DEVICE_MAJOR = 72;
    private static final int DEVICE_MINOR = 76;
    private static final int NAME_SIZE = 80;
    private static final int BUILD_ID_SIZE = 84;
    private static final int NAME_ADDRESS = 88;
    private static final int BUILD_ID_ADDRESS = 96;

    private static final int BYTES = 104;

    /** After the structure, in the same memory. */
    private static final int NAME = 128;

    /** Holds the path of a buffer. The longest one has 8 bytes and the 31 of a name. */
    private static final int NAME_BYTES = 64;

    /** PROCMAP_QUERY_COVERING_OR_NEXT_VMA and PROCMAP_QUERY_FILE_BACKED_VMA. */
    private static final long NEXT_OF_A_FILE = 0x10 | 0x20;

    private static final Ioctl QUERY =
            new Ioctl("PROCMAP_QUERY", 0xc068_6611L, MemoryLayout.sequenceLayout(BYTES / Long.BYTES, JAVA_LONG));

    private final Optional<DeviceNumber> bufferDevice;

    /**
     * A query.
     *
     * @param bufferDevice the file system of all buffers; empty if it is not known
     */
    MapsQuery(Optional<DeviceNumber> bufferDevice) {
        this.bufferDevice = bufferDevice;
    }

    /**
     * Asks for the mappings of buffers.
     *
     * @param maps the open file
     * @param buffers takes those of buffers, by rising address
     * @return 0, or the negative errno: ENOTTY if the kernel has no such query
     */
    int read(int maps, List<MappedBuffer> buffers) {
        MemorySegment query = Scratch.argument();
        query.set(JAVA_LONG, 0, BYTES);
        query.set(JAVA_LONG, FLAGS, NEXT_OF_A_FILE);
        query.set(JAVA_INT, BUILD_ID_SIZE, 0);
        query.set(JAVA_LONG, BUILD_ID_ADDRESS, 0);
        long address = 0;
        int result = askWithoutName(maps, query, address);
        // An end of 0 is that of the address space.
        while (result >= 0 && Long.compareUnsigned(query.get(JAVA_LONG, END), address) > 0) {
            address = query.get(JAVA_LONG, END);
            if (mayBeOfBuffer(query) && askWithName(maps, query, query.get(JAVA_LONG, START)) >= 0) {
                address = query.get(JAVA_LONG, END);
                addBuffer(query, buffers);
            }
            result = askWithoutName(maps, query, address);
        }
        return result == -LibC.ENOENT() ? 0 : Math.min(result, 0);
    }

    /** A name costs more than the rest. Until the device is known: no device has the number of a file system without one. */
    private boolean mayBeOfBuffer(MemorySegment query) {
        int major = query.get(JAVA_INT, DEVICE_MAJOR);
        if (bufferDevice.isEmpty()) {
            return major == 0;
        }
        DeviceNumber device = bufferDevice.get();
        return major == (int) device.major() && query.get(JAVA_INT, DEVICE_MINOR) == (int) device.minor();
    }

    private static int askWithoutName(int maps, MemorySegment query, long address) {
        return ask(maps, query, address, 0, 0);
    }

    /** The errno is ENAMETOOLONG if the name is longer than any of a buffer. */
    private static int askWithName(int maps, MemorySegment query, long address) {
        return ask(maps, query, address, NAME_BYTES, query.address() + NAME);
    }

    private static int ask(int maps, MemorySegment query, long address, int nameBytes, long name) {
        query.set(JAVA_LONG, ADDRESS, address);
        query.set(JAVA_INT, NAME_SIZE, nameBytes);
        query.set(JAVA_LONG, NAME_ADDRESS, name);
        return QUERY.call(maps, query);
    }

    private static void addBuffer(MemorySegment query, List<MappedBuffer> buffers) {
        if (query.get(JAVA_LONG, NAME) != MappedBuffer.LINK_WORD) {
            return;
        }
        DeviceNumber device = new DeviceNumber(
                Integer.toUnsignedLong(query.get(JAVA_INT, DEVICE_MAJOR)),
                Integer.toUnsignedLong(query.get(JAVA_INT, DEVICE_MINOR)));
        String name = KernelText.decode(query.asSlice(NAME + Long.BYTES, NAME_BYTES - Long.BYTES));
        buffers.add(new MappedBuffer(
                query.get(JAVA_LONG, START),
                query.get(JAVA_LONG, END),
                device,
                query.get(JAVA_LONG, INODE),
                query.get(JAVA_LONG, OFFSET),
                name,
                false));
    }
}
