// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.cli.io.AtomicFile;
import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.io.PngWriter;
import io.github.dmabuf4j.cli.option.FrameOptions;
import io.github.dmabuf4j.cli.option.Inode;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameAccess;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePixels;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the picture in a buffer of another process into a file. */
@Command(
        name = "dump",
        description = {
            "Writes the picture in a buffer into a PNG file.",
            "It takes the buffer from a process that holds it, reads it, and lets go of it. That needs the permission"
                    + " to trace the process: its user, where kernel.yama.ptrace_scope is 0, or root."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sudo dmabuf frame dump 8 --size 640x480 --format XRGB8888 --out picture.png",
            "  dmabuf frame dump --pid 412 --fd 17 --size 64x48 --format NV12 --out a.png"
        })
final class FrameDumpCommand extends CommandBase {
    @Parameters(
            paramLabel = "INODE",
            arity = "0..1",
            converter = Inode.Converter.class,
            description = "The inode that 'dmabuf ls' lists.")
    private @Nullable Inode inode;

    @Option(names = "--pid", paramLabel = "PID", description = "The process that holds the buffer, in place of INODE.")
    private @Nullable Integer pid;

    @Option(names = "--fd", paramLabel = "FD", description = "Its descriptor of the buffer in that process.")
    private @Nullable Integer fd;

    @Mixin
    private FrameOptions picture = new FrameOptions();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write, or to replace.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        checkChoice();
        FrameLayout layout = picture.layout(spec());
        checkWidth(layout.width());
        try (TakenBuffer taken = take();
                Frame frame = frame(layout, taken)) {
            write(frame);
            out().println("wrote " + layout + " of " + taken + " to " + TerminalEscape.of(out.toString()));
        }
        return ExitCode.OK;
    }

    private void checkChoice() {
        boolean byDescriptor = pid != null && fd != null;
        boolean isHalf = (pid != null) != (fd != null);
        if (isHalf || byDescriptor == (inode != null)) {
            throw badUsage("name one buffer: by its INODE, or by --pid and --fd");
        }
    }

    /** Before the buffer is taken, which can need a permission. */
    private void checkWidth(int width) {
        if (width > PngWriter.MAX_WIDTH) {
            throw badUsage("--size: a picture of " + width + " pixels in a row is too wide to be written: at most "
                    + PngWriter.MAX_WIDTH);
        }
    }

    private TakenBuffer take() throws IOException {
        if (inode != null) {
            return TakenBuffer.find(inode);
        }
        return TakenBuffer.of(pid == null ? 0 : pid, fd == null ? 0 : fd);
    }

    private static Frame frame(FrameLayout layout, TakenBuffer taken) throws IOException {
        try {
            return Frame.of(layout, List.of(taken.buffer()));
        } catch (IllegalArgumentException tooLarge) {
            throw new BadRequestException("the picture does not fit into " + taken + ": " + tooLarge.getMessage());
        }
    }

    private void write(Frame frame) throws IOException {
        // Otherwise the scope's own error would count as one of the file.
        try (FrameAccess access = frame.access(Access.READ)) {
            writeFile(access);
        }
    }

    private void writeFile(FrameAccess access) throws BadRequestException {
        try {
            AtomicFile.write(out, stream -> writePng(access, stream));
        } catch (IOException failure) {
            throw BadRequestException.unwritable(out, failure);
        }
    }

    private static void writePng(FrameAccess access, OutputStream stream) throws IOException {
        FrameLayout layout = access.layout();
        FramePixels pixels = FramePixels.of(layout);
        int[] row = new int[layout.width()];
        try (PngWriter png = new PngWriter(
                stream, layout.width(), layout.height(), layout.format().hasAlpha())) {
            for (int y = 0; y < layout.height(); y++) {
                pixels.readRow(access, y, row);
                png.row(row);
            }
        }
    }
}
