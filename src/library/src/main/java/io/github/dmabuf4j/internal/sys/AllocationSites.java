// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import org.jspecify.annotations.Nullable;

/**
 * Where objects came from, for the report of those that are dropped. A stack trace costs a quarter of an allocation: a
 * program's first objects have it, of further ones one in some hundreds, and all as soon as one was dropped.
 */
final class AllocationSites {
    private static final int FIRST = 1024;
    private static final int ONE_IN = 256;

    /** Not exact where threads race, which does not matter. */
    private int count;

    private volatile boolean forAll;

    /** The place of this call, or null where it is not recorded. */
    @Nullable
    Throwable here() {
        int number = count++;
        boolean isFirst = number >= 0 && number < FIRST;
        return isFirst || number % ONE_IN == 0 || forAll ? new Throwable("it came from here") : null;
    }

    /** Something was dropped: from now on each place is worth its cost. */
    void recordAll() {
        forAll = true;
    }
}
