// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.io;

import io.github.dmabuf4j.internal.sys.Stderr;
import java.io.PrintStream;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A line on the terminal that says what the user waits for. It appears after a second, is renewed while the wait lasts, and is
 * erased at the end. Where stderr is not a terminal, nothing is printed.
 */
public final class Progress implements AutoCloseable {
    /** What can take long. */
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    private static final long FIRST_MILLIS = 1000;
    private static final long NEXT_MILLIS = 500;
    private static final String ERASE = "\r\033[K";

    private final PrintStream terminal;
    private Supplier<String> state;
    private @Nullable Timer timer;
    private boolean isShown;
    private boolean isOver;

    Progress(PrintStream terminal, String what) {
        this.terminal = terminal;
        this.state = () -> what;
    }

    /** Starts a wait. */
    public static Progress of(String what) {
        Progress progress = new Progress(System.err, what);
        if (Stderr.isTerminal()) {
            progress.start();
        }
        return progress;
    }

    /** Does something that can take long. */
    public static <T, E extends Exception> T during(String what, Work<T, E> work) throws E {
        Progress progress = of(what);
        try {
            return work.run();
        } finally {
            progress.close();
        }
    }

    private synchronized void start() {
        timer = new Timer("progress", true);
        timer.scheduleAtFixedRate(
                new TimerTask() {
                    @Override
                    public void run() {
                        show();
                    }
                },
                FIRST_MILLIS,
                NEXT_MILLIS);
    }

    /** Says what the user waits for from now on. The supplier is called by another thread. */
    public synchronized void now(Supplier<String> what) {
        state = what;
    }

    synchronized void show() {
        if (!isOver) {
            isShown = true;
            terminal.print(ERASE + state.get());
            terminal.flush();
        }
    }

    /** Ends the wait, and erases the line if it was shown. */
    @Override
    public synchronized void close() {
        isOver = true;
        if (timer != null) {
            timer.cancel();
        }
        if (isShown) {
            isShown = false;
            terminal.print(ERASE);
            terminal.flush();
        }
    }
}
