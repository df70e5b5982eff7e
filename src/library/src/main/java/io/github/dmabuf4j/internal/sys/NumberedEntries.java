// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.util.Arrays;

/** The entries of a directory whose names are numbers, such as processes or descriptors. Other entries are left out. */
public final class NumberedEntries implements OpenDirectory.NameReader {
    private final int mostDigits;
    private int[] numbers = new int[64];
    private int count;

    /** For the numbers of at most so many digits that an int can hold. */
    public NumberedEntries(int mostDigits) {
        this.mostDigits = mostDigits;
    }

    /**
     * Lists the rest of a directory. The entries of the one before are dropped.
     *
     * @param fd a descriptor that nobody else uses
     * @return 0, or the negative errno
     */
    public int list(int fd) {
        count = 0;
        int result = OpenDirectory.listRest(fd, this);
        Arrays.sort(numbers, 0, count);
        return result;
    }

    @Override
    public void entry(byte[] bytes, int offset, int length) {
        long number =
                length > mostDigits ? DecimalBytes.NONE : DecimalBytes.shortNumber(bytes, offset, offset + length);
        if (number >= 0 && number <= Integer.MAX_VALUE) {
            add((int) number);
        }
    }

    private void add(int number) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count] = number;
        count++;
    }

    /** Returns how many there are. */
    public int count() {
        return count;
    }

    /** Returns one of them, by rising number. */
    public int get(int index) {
        return numbers[index];
    }

    /** Whether there is such an entry. */
    public boolean contains(int number) {
        return Arrays.binarySearch(numbers, 0, count, number) >= 0;
    }
}
