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
import org.jline.utils.NonBlockingReader;

/**
 * A terminal's alternate screen with keys read one by one. However the program ends, the terminal is left as it was:
 * the screen closes itself when the JVM shuts down.
 */
public final class TerminalScreen implements AutoCloseable {
    /** What {@link #key} returns where none was pressed. */
    static final int NO_KEY = NonBlockingReader.READ_EXPIRED;
    /** What {@link #key} returns where none will ever be pressed. */
    static final int END = NonBlockingReader.EOF;

    static final int CTRL_C = 3;

    private static final int ESCAPE = 27;
    private static final long KEY_WAIT_MILLIS = 100;
    /** The keys of one sequence come at once, also over a slow line. */
    private static final long SEQUENCE_WAIT_MILLIS = 20;
    /** Where a terminal does not know its size. */
    private static final Size USUAL_SIZE = Size.of(80, 24);

    private final Terminal terminal;
    private final boolean colours;
    private final Attributes before;
    private final OutputStream output;
    private final byte[] leave;
    private final Display display;
    private final Thread atShutdown = new Thread(this::restore, "dmabuf-restore-terminal");
    private Size size = Size.of(0, 0);
    private boolean closed;

    /** What to show in a window of a certain size. */
    interface Content {
        List<TopLine> lines(int columns, int rows);
    }

    TerminalScreen(Terminal terminal, boolean colours) {
        this.terminal = terminal;
        this.colours = colours;
        output = terminal.output();
        leave = (sequence(Capability.exit_ca_mode) + sequence(Capability.cursor_normal))
                .getBytes(StandardCharsets.US_ASCII);
        before = terminal.enterRawMode();
        // Ctrl-C is a key like others, and Ctrl-Z does not leave a shell on this screen.
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

    /** The terminal that this program runs in; empty where it runs in none, or in one that cannot move its cursor. */
    public static Optional<TerminalScreen> open(boolean colours) {
        try {
            // No signal handlers: resizing is seen by looking, and all else is the JVM's.
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

    /** Whether the window has another size than what was drawn. */
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

    /** Shows what has changed since the last time. */
    synchronized void draw(Content content) {
        if (closed) {
            return;
        }
        try {
            update(content);
        } catch (IllegalStateException ending) {
            // JLine closes the terminal when the JVM shuts down: the program ends.
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

    /** Has the next {@link #draw} paint all, whatever else has written to the terminal. */
    synchronized void clear() {
        display.clear();
    }

    private AttributedString styled(TopLine line) {
        return new AttributedString(line.text(), colours ? style(line.mark()) : AttributedStyle.DEFAULT);
    }

    private static AttributedStyle style(TopLine.Mark mark) {
        return switch (mark) {
            case PLAIN -> AttributedStyle.DEFAULT;
            case HEADING -> AttributedStyle.BOLD;
            case WARNING -> AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
            case CHANGED -> AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
        };
    }

    /** The next key, where one is pressed soon; the arrows to the left and right are {@code <} and {@code >}. */
    int key() {
        try {
            int key = terminal.reader().read(KEY_WAIT_MILLIS);
            return key == ESCAPE ? sequence() : key;
        } catch (IOException | IllegalStateException gone) {
            // Of the terminal, or of this screen: the program ends.
            return END;
        }
    }

    /** Function keys send several characters, which must not be taken for keys: ESC, [ or O, parameters, a letter. */
    private int sequence() throws IOException {
        int start = nextOfSequence();
        if (start != '[' && start != 'O') {
            return NO_KEY;
        }
        int last = nextOfSequence();
        while (last >= ' ' && last < '@') {
            last = nextOfSequence();
        }
        return switch (last) {
            case 'C' -> '>';
            case 'D' -> '<';
            default -> NO_KEY;
        };
    }

    private int nextOfSequence() throws IOException {
        return terminal.reader().read(SEQUENCE_WAIT_MILLIS);
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException shuttingDown) {
            // It runs, or has run.
        }
    }

    private synchronized void restore() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // Not by the terminal's writer: JLine's own hook may have closed that, and it does not leave this screen.
            output.write(leave);
            output.flush();
            terminal.setAttributes(before);
            terminal.close();
        } catch (IOException | IllegalStateException gone) {
            // There is no terminal any more, or JLine was first, which sets the attributes too.
        }
    }
}
