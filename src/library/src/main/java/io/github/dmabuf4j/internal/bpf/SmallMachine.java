// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.internal.sys.KernelText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files in the place of pins, with what iterators would report of a machine where one process holds two buffers. The command line
 * rehearses with them what it does with buffers, where a machine that makes its archive of classes has none.
 */
public final class SmallMachine {
    private static final int PAGE = 4096;
    private static final int FIRST_INODE = 1;
    private static final int SECOND_INODE = 2;
    private static final long SECOND_NANOS = 1_000_000_000;

    /** The pid namespace of the machine. */
    private static final int OUTERMOST = 0;

    private final ByteBuffer records = ByteBuffer.allocate(PAGE).order(ByteOrder.nativeOrder());

    private SmallMachine() {}

    /**
     * Writes the files.
     *
     * @param directory an empty directory, which {@link PinnedIterators#in} then reads
     * @throws IOException if that is not possible
     */
    public static void writeTo(Path directory) throws IOException {
        Path pins = Files.createDirectory(PinnedIterators.ofThisVersion(directory));
        for (IteratorProgram program : IteratorProgram.values()) {
            SmallMachine machine = new SmallMachine();
            machine.report(program);
            Files.write(pins.resolve(program.symbol()), machine.bytes());
        }
    }

    private void report(IteratorProgram program) {
        switch (program) {
            case BUFFERS -> {
                name("camera-0");
                buffer(FIRST_INODE);
                buffer(SECOND_INODE);
            }
            case COUNT -> head(Layout.COUNT, 2);
            case TABLES, FILES -> {
                process();
                file(FIRST_INODE, 3);
                file(SECOND_INODE, 4);
                head(Layout.END, OUTERMOST);
            }
            case MAPPINGS -> {
                process();
                mapping(FIRST_INODE);
                head(Layout.END, OUTERMOST);
            }
        }
    }

    private void buffer(long inode) {
        head(Layout.BUFFER, 0);
        records.putLong(inode).putLong(PAGE).putLong(1);
        text("system", Layout.EXPORTER_BYTES);
    }

    /** Of the buffer that comes next. */
    private void name(String name) {
        head(Layout.NAME, 0);
        text("/dmabuf:" + name, Layout.NAME_BYTES - Layout.HEAD_BYTES);
    }

    /** This one, so that more about it can be read. */
    private void process() {
        int pid = (int) ProcessHandle.current().pid();
        head(Layout.PROCESS, pid);
        records.putInt(pid).putInt(0).putLong(SECOND_NANOS);
        text("java", Layout.COMMAND_BYTES);
    }

    private void file(long inode, int fd) {
        head(Layout.FILE, fd);
        records.putLong(inode);
    }

    private void mapping(long inode) {
        head(Layout.MAPPING, 0);
        records.putLong(inode).putLong(0).putLong(PAGE);
    }

    private void head(int kind, int value) {
        records.put((byte) Layout.VERSION).put((byte) kind).putShort((short) 0).putInt(value);
    }

    private void text(String text, int length) {
        byte[] bytes = KernelText.encode(text);
        records.put(bytes).position(records.position() + length - bytes.length);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[records.flip().remaining()];
        records.get(bytes);
        return bytes;
    }
}
