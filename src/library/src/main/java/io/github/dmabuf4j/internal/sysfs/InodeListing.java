// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sysfs;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.DecimalBytes;
import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.OpenDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the directory of the statistics lists: inodes, in the kernel's order, and names that are not inodes. */
public final class InodeListing {
    /** No entry. */
    public static final InodeListing EMPTY = new InodeListing();

    private long[] inodes = new long[64];
    private int count;
    private final List<String> others = new ArrayList<>();

    private InodeListing() {}

    /**
     * Lists the directory.
     *
     * @param fd its open descriptor
     * @return the names
     * @throws DmaBufException if it cannot be listed
     */
    public static InodeListing of(BuffersDirectory directory, int fd) throws DmaBufException {
        InodeListing listing = new InodeListing();
        int result = OpenDirectory.list(fd, listing::add);
        if (result < 0) {
            throw directory.failure(-result);
        }
        return listing;
    }

    private void add(byte[] bytes, int offset, int length) {
        long inode = DecimalBytes.shortNumber(bytes, offset, offset + length);
        if (inode > 0 && bytes[offset] != '0') {
            add(inode);
        } else {
            addText(KernelText.decode(bytes, offset, length));
        }
    }

    private void add(long inode) {
        if (count == inodes.length) {
            inodes = Arrays.copyOf(inodes, 2 * count);
        }
        inodes[count] = inode;
        count++;
    }

    private void addText(String name) {
        try {
            long inode = Long.parseUnsignedLong(name);
            if (Long.toUnsignedString(inode).equals(name)) {
                add(inode);
                return;
            }
        } catch (NumberFormatException notANumber) {
            // Kept by its name.
        }
        others.add(name);
    }

    /** How many inodes there are. */
    public int count() {
        return count;
    }

    /** All inodes. */
    public Set<Long> toSet() {
        return Arrays.stream(inodes, 0, count).boxed().collect(Collectors.toSet());
    }

    /** All inodes by rising number, unsigned. Numbers are sorted faster than what is read of them. */
    public long[] sorted() {
        long[] sorted = Arrays.copyOf(inodes, count);
        flipSigns(sorted);
        Arrays.sort(sorted);
        flipSigns(sorted);
        return sorted;
    }

    /** Afterwards the order of the signed numbers is that of the unsigned ones. */
    private static void flipSigns(long[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] ^= Long.MIN_VALUE;
        }
    }

    /** The names that the kernel does not give to an entry. */
    public List<String> others() {
        return others;
    }

    /** Whether both list the same entries in the same order. */
    public boolean isSameAs(InodeListing other) {
        return Arrays.equals(inodes, 0, count, other.inodes, 0, other.count) && others.equals(other.others);
    }
}
