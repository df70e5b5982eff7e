// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.faults;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs an operation with its first possible failure injected, then with the second, and so on until none is left. After each
 * failure the operation must work again, and nothing may have leaked.
 */
final class Sweep {
    /** Runs that load the classes and touch the memory of the operation. */
    private static final int WARM_UP = 20;

    /** Every failure up to this number is injected. Beyond it, in a reading of the whole machine, only some are. */
    private static final int EACH = 200;

    private static final int ENOBUFS = 105;

    /**
     * The kernel's errors if it has no memory or cannot copy: ENFILE for a socket, ENOBUFS for a message, ENOSPC for a file of
     * a file system in memory.
     */
    private static final Set<Integer> RIGHT =
            Set.of(LibC.ENOMEM(), LibC.EFAULT(), LibC.ENFILE(), LibC.ENOSPC(), ENOBUFS);

    private static final String SURVIVED = "survived";

    private final Operation operation;
    private final FailNth failNth;
    private final SortedMap<String, Integer> outcomes = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private Held held;

    /** Whether the last failure was a failed copy. */
    private boolean isFault;

    Sweep(Operation operation, FailNth failNth) {
        this.operation = operation;
        this.failNth = failNth;
    }

    /** Runs the sweep. {@link #problems} has the problems that it found. */
    void run() throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            once();
        }
        held = Held.now();
        int nth = 1;
        while (inject(nth)) {
            afterwards(nth);
            nth += 1 + Math.max(0, nth - EACH) / 20;
        }
        afterwards(nth);
    }

    private void once() throws Exception {
        try (Trial trial = operation.trials().prepare()) {
            trial.run();
        }
    }

    /** Injects the Nth failure. Returns whether there was one. */
    private boolean inject(int nth) throws Exception {
        try (Trial trial = operation.trials().prepare()) {
            Throwable thrown = armed(nth, trial);
            boolean injected = failNth.disarm();
            if (injected) {
                outcomes.merge(thrown == null ? SURVIVED : nameOf(thrown), 1, Integer::sum);
            }
            judge(nth, injected, thrown);
            isFault = thrown instanceof DmaBufException failure && failure.errno() == LibC.EFAULT();
            return injected;
        }
    }

    private Throwable armed(int nth, Trial trial) {
        failNth.arm(nth);
        try {
            trial.run();
            return null;
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    private void judge(int nth, boolean injected, Throwable thrown) {
        if (thrown == null) {
            return;
        }
        if (!injected) {
            problem(nth, "failed without an injected failure", thrown);
        } else if (!(thrown instanceof DmaBufException failure)) {
            problem(nth, "no DmaBufException", thrown);
        } else if (!RIGHT.contains(failure.errno()) && !isOfProcfs(failure)) {
            problem(nth, "not the errno of the failure", thrown);
        }
    }

    /** If procfs has no memory for the entry of a descriptor, it reports that the entry does not exist. */
    private static boolean isOfProcfs(DmaBufException failure) {
        return failure.errno() == LibC.ENOENT()
                && String.valueOf(failure.getMessage()).contains("readlink on /proc/self/fd/");
    }

    private static String nameOf(Throwable thrown) {
        return thrown instanceof DmaBufException failure && failure.errno() != 0
                ? failure.symbol()
                : thrown.getClass().getSimpleName();
    }

    /** Checks that the next call works and nothing has leaked. */
    private void afterwards(int nth) throws IOException {
        try {
            once();
        } catch (Exception | Error thrown) {
            problem(nth, "the call after it failed", thrown);
        }
        Held now = Held.now();
        if (!now.equals(held)) {
            if (!isFault || !operation.kernelMayLeak()) {
                problem(nth, now.since(held), null);
            }
            now.releaseBeyond(held);
            checkReleased(nth);
        }
    }

    private void checkReleased(int nth) throws IOException {
        Held now = Held.now();
        if (!now.equals(held)) {
            problem(nth, "cannot be given back: " + now.since(held), null);
            held = now;
        }
    }

    private void problem(int nth, String what, Throwable thrown) {
        StringBuilder text = new StringBuilder(operation.name() + ", failure " + nth + ": " + what);
        if (thrown != null) {
            text.append(": ").append(thrown);
            for (StackTraceElement frame : thrown.getStackTrace()) {
                if (frame.getClassName().startsWith("io.github.dmabuf4j")) {
                    text.append("\n    at ").append(frame);
                }
            }
        }
        problems.add(text.toString());
    }

    int injected() {
        return outcomes.values().stream().mapToInt(Integer::intValue).sum();
    }

    SortedMap<String, Integer> outcomes() {
        return outcomes;
    }

    List<String> problems() {
        return problems;
    }
}
