// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import java.util.List;

/** Uses {@link Delivery} for the first time where the stack is almost full, and then where it is not. */
public final class FirstDeliveryMain {
    static final String WORKS = "works";

    private FirstDeliveryMain() {}

    /** Prints {@link #WORKS} if the class is usable after the errors. */
    public static void main(String[] arguments) {
        // Loads the class, but does not initialize it: a class loader without stack does not recover.
        if (Delivery.class.getDeclaredMethods().length == 0) {
            throw new AssertionError("it has methods");
        }
        try {
            descend(Integer.MAX_VALUE);
        } catch (StackOverflowError end) {
            // As expected.
        }
        use();
        System.out.println(WORKS);
    }

    private static void descend(int levels) {
        try {
            if (levels > 0) {
                descend(levels - 1);
            }
        } finally {
            // On the way back each level has somewhat more stack.
            tryToUse();
        }
    }

    private static void tryToUse() {
        try {
            use();
        } catch (Throwable error) {
            // Shows whether the class is lost at the end.
        }
    }

    private static void use() {
        Delivery.closeAll(List.of(), List.of(), null, null);
    }
}
