// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Calls operations while Java's heap is full, or at the end of a thread's stack, and counts the descriptors and mappings of
 * buffers that are left afterwards. For the main method of a JVM of its own with a small heap.
 *
 * <p>An operation leaves nothing open where it succeeds. What it may drop where it fails, the Cleaner has to free.
 */
public final class Scarcity {
    /** What runs out. */
    public enum Of {
        HEAP,
        STACK
    }

    /** What is called again and again. */
    @FunctionalInterface
    public interface Operation {
        void run() throws Exception;
    }

    /** The last line of the output. */
    static final String END = "ended";

    private static final int STACK_BYTES = 192 << 10;

    /** How near to the end of the stack an operation begins. */
    private static final int NEAR_BYTES = 16 << 10;

    private static final int STEP_BYTES = 96;
    private static final int CALLS_AT_ONCE = 15;

    private static final int PATIENCE_MILLISECONDS = 5000;

    private final Random random;
    private final long endNanos;
    private int calls;
    private int failures;

    /** How many frames the last call began below. */
    private int deepest;

    private @Nullable Node ballast;

    /** A list that is made without a call. */
    private static final class Node {
        private final byte[] bytes;
        private final @Nullable Node next;

        Node(int size, @Nullable Node next) {
            this.bytes = new byte[size];
            this.next = next;
        }
    }

    private Scarcity(long seed, long nanos) {
        random = new Random(seed);
        endNanos = System.nanoTime() + nanos;
    }

    /**
     * Runs all operations by turns, for about so long, and prints a line for each turn: name, calls, failures, and the
     * descriptors and mappings that were left.
     *
     * @param arguments one of {@link Of}, milliseconds, and a seed
     */
    public static void run(String[] arguments, Map<String, Operation> operations) throws Exception {
        LastingDescriptors.certainly();
        for (Operation operation : operations.values()) {
            operation.run();
            operation.run();
        }
        Scarcity scarcity = new Scarcity(Long.parseLong(arguments[2]), Long.parseLong(arguments[1]) * 1_000_000);
        do {
            for (Map.Entry<String, Operation> entry : operations.entrySet()) {
                scarcity.turn(Of.valueOf(arguments[0]), entry.getKey(), entry.getValue());
            }
        } while (System.nanoTime() - scarcity.endNanos < 0);
        System.out.println(END);
    }

    private void turn(Of kind, String name, Operation operation) throws Exception {
        List<String> before = openThings();
        calls = 0;
        failures = 0;
        // A thread of its own: it has to make its memory for system calls too, and its stack has a size that is known.
        Thread thread = new Thread(null, () -> scarce(kind, operation), name, kind == Of.STACK ? STACK_BYTES : 0);
        thread.start();
        thread.join();
        ballast = null;
        // What this thread needs from here on must not meet the full heap.
        System.gc();
        List<String> left = left(before);
        System.out.println(name + " " + calls + " " + failures + " " + left);
    }

    private void scarce(Of kind, Operation operation) {
        if (kind == Of.HEAP) {
            fullHeap(operation);
        } else {
            deepStack(operation);
        }
    }

    // --- the heap

    /** Large arrays first, which are soon collected; then the rest, down to the last bytes. */
    private void fullHeap(Operation operation) {
        for (int size = 1 << 18; size >= 64; size /= 8) {
            fill(size);
        }
        for (int i = 0; i < CALLS_AT_ONCE && System.nanoTime() - endNanos < 0; i++) {
            // Often just too little, sometimes enough for all.
            drop(random.nextInt(1 << (6 + random.nextInt(8))));
            call(operation);
            fill(64);
        }
        ballast = null;
    }

    private void fill(int size) {
        try {
            while (true) {
                ballast = new Node(size, ballast);
            }
        } catch (OutOfMemoryError full) {
            // So it is meant.
        }
    }

    private void drop(int bytes) {
        Node first = ballast;
        int dropped = 0;
        while (first != null && dropped < bytes) {
            dropped += first.bytes.length + 40;
            first = first.next;
        }
        ballast = first;
    }

    private void call(Operation operation) {
        calls++;
        try {
            operation.run();
        } catch (Throwable failure) {
            failures++;
        }
    }

    // --- the stack

    private void deepStack(Operation operation) {
        int most = deepest();
        int frame = Math.max(STACK_BYTES / 2 / most, 1);
        int step = Math.max(STEP_BYTES / frame, 1) + random.nextInt(2);
        for (int left = 0; left * frame < NEAR_BYTES && System.nanoTime() - endNanos < 0; left += step) {
            callAt(most - left, operation);
        }
    }

    private int deepest() {
        deepest = 0;
        callAt(Integer.MAX_VALUE, () -> {});
        return deepest;
    }

    private void callAt(int level, Operation operation) {
        try {
            descend(level, 0, operation);
        } catch (StackOverflowError before) {
            // The operation was not called.
        }
    }

    private void descend(int levels, int depth, Operation operation) {
        deepest = depth;
        if (depth == levels) {
            call(operation);
        } else {
            descend(levels, depth + 1, operation);
        }
    }

    // --- what is left

    private static List<String> left(List<String> before) throws Exception {
        List<String> left = more(before);
        for (int waited = 0; waited < PATIENCE_MILLISECONDS && !left.isEmpty(); waited += 100) {
            System.gc();
            Thread.sleep(100);
            left = more(before);
        }
        return left;
    }

    private static List<String> more(List<String> before) throws IOException {
        List<String> more = openThings();
        before.forEach(more::remove);
        return more;
    }

    /** Descriptors and mappings of buffers. A jar that a class was loaded from stays open. */
    private static List<String> openThings() throws IOException {
        List<String> things = new ArrayList<>();
        OpenFiles.ofThisProcess().forEach((fd, link) -> things.add(fd + ":" + link));
        things.removeIf(thing -> thing.endsWith(".jar") || thing.endsWith("/modules"));
        KernelFile.readAll("/proc/self/maps")
                .text()
                .lines()
                .filter(row -> row.contains("/dmabuf:") || row.endsWith("/file"))
                .forEach(row -> things.add(row.substring(0, row.indexOf(' '))));
        return things;
    }
}
