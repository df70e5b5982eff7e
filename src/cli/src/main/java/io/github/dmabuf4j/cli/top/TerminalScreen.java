// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Curses;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The alternate screen of a terminal, with keys that are read one by one. The screen closes itself when the JVM shuts down, so
 * that the terminal is restored however the program ends.
 */
public final class TerminalScreen implements AutoCloseable {
    /** The size of a terminal that does not report its own. */
    private static final Size USUAL_SIZE = Size.of(80, 24);

    private final Terminal terminal;
    private final TerminalKeys keys;
    private final boolean colours;
    private final Attributes before;
    private final OutputStream output;
    private final byte[] leave;
    private final Display display;
    private final Thread atShutdown = new Thread(this::restore, "dmabuf-restore-terminal");
    private Size size = Size.of(0, 0);
    private boolean closed;

    /** Returns what to show in a window of some size. */
    interface Content {
        List<TopLine> lines(int columns, int rows);
    }

    TerminalScreen(Terminal terminal, boolean colours) {
        this.terminal = terminal;
        this.colours = colours;
        keys = new TerminalKeys(terminal);
        output = terminal.output();
        leave = (sequence(Capability.exit_ca_mode) + sequence(Capability.cursor_normal))
                .getBytes(StandardCharsets.US_ASCII);
        before = terminal.enterRawMode();
        // Ctrl-C is read as a key, and Ctrl-Z does not start a shell on this screen.
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlags(EnumSet.of(Attributes.LocalFlag.ISIG), false);
        terminal.setAttributes(raw);
        Runtime.getRuntime().addShutdownHook(atShutdown);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        display = new Display(terminal, true);
    }

    private String sequence(Capability capability) {
        String text = terminal.getStringCapability(capability);
        return text == null ? "" : Curses.tputs(text);
    }

    /** Opens the terminal that this program runs in; empty where there is none, or it cannot move its cursor. */
    public static Optional<TerminalScreen> open(boolean colours) {
        try {
            // No signal handlers: isResized() polls the size, and the JVM handles the other signals.
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .provider(TerminalBuilder.PROP_PROVIDER_FFM)
                    .dumb(false)
                    .nativeSignals(false)
                    .graphemeCluster(false)
                    .encoding(StandardCharsets.UTF_8)
                    .build();
            if (terminal.getStringCapability(Capability.cursor_address) == null) {
                terminal.close();
                return Optional.empty();
            }
            return Optional.of(new TerminalScreen(terminal, colours));
        } catch (IOException | IllegalStateException none) {
            return Optional.empty();
        }
    }

    /** Whether the size of the window has changed since the last {@link #draw}. */
    synchronized boolean isResized() {
        try {
            return !closed && !size.equals(currentSize());
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    private Size currentSize() {
        Size current = terminal.getSize();
        return current.getColumns() > 0 && current.getRows() > 0 ? current : USUAL_SIZE;
    }

    /** Updates what has changed since the last call. */
    synchronized void draw(Content content) {
        if (closed) {
            return;
        }
        try {
            update(content);
        } catch (IllegalStateException ending) {
            // JLine has closed the terminal, since the JVM shuts down.
        }
    }

    private void update(Content content) {
        Size current = currentSize();
        if (!current.equals(size)) {
            size = current;
            display.resize(size);
            display.clear();
        }
        List<AttributedString> lines = content.lines(size.getColumns(), size.getRows()).stream()
                .map(this::styled)
                .toList();
        display.update(lines, 0);
    }

    /** Makes the next {@link #draw} paint everything, in case another program has written to the terminal. */
    synchronized void clear() {
        display.clear();
    }

    private AttributedString styled(TopLine line) {
        boolean plain = !colours && line.mark() != TopLine.Mark.SELECTED;
        return new AttributedString(line.text(), plain ? AttributedStyle.DEFAULT : style(line.mark()));
    }

    private static AttributedStyle style(TopLine.Mark mark) {
        return switch (mark) {
            case PLAIN -> AttributedStyle.DEFAULT;
            case HEADING -> AttributedStyle.BOLD;
            case WARNING -> AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
            case CHANGED -> AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
            case SELECTED -> AttributedStyle.INVERSE;
        };
    }

    /** Waits briefly for a key, see {@link TerminalKeys}. */
    int key() {
        return keys.next();
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running or has run.
        }
    }

    private synchronized void restore() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // Not through the terminal's writer: JLine's own hook may have closed that, and does not leave this screen.
            output.write(leave);
            output.flush();
            terminal.setAttributes(before);
            terminal.close();
        } catch (IOException | IllegalStateException gone) {
            // The terminal is gone, or JLine has closed it, which restores the attributes too.
        }
    }
}
