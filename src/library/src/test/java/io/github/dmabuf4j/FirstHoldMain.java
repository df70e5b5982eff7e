// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/** Holds a descriptor for the first time where the stack is almost full, and then where it is not. */
public final class FirstHoldMain {
    static final String WORKS = "works";

    private FirstHoldMain() {}

    /** Prints {@link #WORKS} if holds can be made after the errors. */
    public static void main(String[] arguments) {
        // Loads the class, but does not initialize it: a class loader without stack does not recover.
        if (HeldFd.class.getDeclaredMethods().length == 0) {
            throw new AssertionError("it has methods");
        }
        SyncFile syncFile = SyncFile.withoutNumber("a test");
        try {
            descend(syncFile, Integer.MAX_VALUE);
        } catch (StackOverflowError end) {
            // As expected.
        }
        hold(syncFile);
        System.out.println(WORKS);
    }

    private static void descend(SyncFile syncFile, int levels) {
        try {
            if (levels > 0) {
                descend(syncFile, levels - 1);
            }
        } finally {
            // On the way back each level has somewhat more stack.
            tryToHold(syncFile);
        }
    }

    private static void tryToHold(SyncFile syncFile) {
        try {
            hold(syncFile);
        } catch (Throwable error) {
            // Shows whether the class is lost at the end.
        }
    }

    private static void hold(SyncFile syncFile) {
        syncFile.holdFd().close();
    }
}
