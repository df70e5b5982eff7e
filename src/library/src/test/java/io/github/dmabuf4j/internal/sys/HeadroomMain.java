// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/** Prints how much stack {@link Headroom} asks for, in frames of a method that must not be compiled. */
public final class HeadroomMain {
    private static final int STACK_BYTES = 256 << 10;
    private static final int CALLS_UNTIL_COMPILED = 20_000;

    private HeadroomMain() {}

    /** Prints a line with two numbers: for a beginning, and for an end. */
    public static void main(String[] arguments) throws InterruptedException {
        for (int i = 0; i < CALLS_UNTIL_COMPILED; i++) {
            Headroom.toBegin();
            Headroom.toEnd();
        }
        Thread thread = new Thread(null, HeadroomMain::print, "measured", STACK_BYTES);
        thread.start();
        thread.join();
    }

    private static void print() {
        int all = mostBelow(() -> {});
        System.out.println((all - mostBelow(Headroom::toBegin)) + " " + (all - mostBelow(Headroom::toEnd)));
    }

    /** The most frames below which it can be called. */
    private static int mostBelow(Runnable call) {
        int most = 0;
        int tooMany = STACK_BYTES;
        while (tooMany - most > 1) {
            int middle = (most + tooMany) / 2;
            if (canBeCalled(middle, call)) {
                most = middle;
            } else {
                tooMany = middle;
            }
        }
        return most;
    }

    private static boolean canBeCalled(int frames, Runnable call) {
        try {
            descend(frames, call);
            return true;
        } catch (StackOverflowError end) {
            return false;
        }
    }

    private static void descend(int frames, Runnable call) {
        if (frames == 0) {
            call.run();
        } else {
            descend(frames - 1, call);
        }
    }
}
