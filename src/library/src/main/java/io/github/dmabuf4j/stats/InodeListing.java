// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.OpenDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the folder of the statistics lists: inodes, in the kernel's order, and names that are none. */
final class InodeListing {
    /** Decimal numbers of so many digits fit into a long for certain. */
    private static final int SHORT_DIGITS = 18;

    private long[] inodes = new long[64];
    private int count;
    private final List<String> others = new ArrayList<>();

    private InodeListing() {}

    /** Lists a folder by its open descriptor. */
    static InodeListing of(BuffersDirectory root, int folder) throws DmaBufException {
        InodeListing listing = new InodeListing();
        int result = OpenDirectory.list(folder, listing::add);
        if (result < 0) {
            throw root.failure(-result);
        }
        return listing;
    }

    private void add(byte[] bytes, int offset, int length) {
        long inode = shortNumber(bytes, offset, length);
        if (inode > 0) {
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

    /** The number where it is a short one without leading zeros, else 0. */
    private static long shortNumber(byte[] bytes, int offset, int length) {
        if (length > SHORT_DIGITS || bytes[offset] == '0') {
            return 0;
        }
        long number = 0;
        for (int i = offset; i < offset + length; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    private void addText(String name) {
        try {
            long inode = Long.parseUnsignedLong(name);
            if (Long.toUnsignedString(inode).equals(name)) {
                add(inode);
                return;
            }
        } catch (NumberFormatException noNumber) {
            // Kept by its name.
        }
        others.add(name);
    }

    int count() {
        return count;
    }

    Set<Long> toSet() {
        return Arrays.stream(inodes, 0, count).boxed().collect(Collectors.toSet());
    }

    /** All inodes by rising number, unsigned: sooner done with numbers than with what is read of them. */
    long[] sorted() {
        long[] sorted = Arrays.copyOf(inodes, count);
        flipSigns(sorted);
        Arrays.sort(sorted);
        flipSigns(sorted);
        return sorted;
    }

    /** Signed numbers are in the order of unsigned ones then. */
    private static void flipSigns(long[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] ^= Long.MIN_VALUE;
        }
    }

    /** Names that the kernel gives to no entry. */
    List<String> others() {
        return others;
    }

    /** Whether the same entries are listed, in the same order. */
    boolean isSameAs(InodeListing other) {
        return Arrays.equals(inodes, 0, count, other.inodes, 0, other.count) && others.equals(other.others);
    }
}
