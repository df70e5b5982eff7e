// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.internal.sys.KernelText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Builds what a pass of an iterator gives, record by record. */
public final class Records {
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 17).order(ByteOrder.nativeOrder());

    /** A buffer with two references. {@code value} is its number of devices and flags. */
    public Records buffer(long inode, long size, String exporter, int value) {
        head(Layout.BUFFER, value);
        bytes.putLong(inode).putLong(size).putLong(2);
        return text(exporter, Layout.EXPORTER_BYTES);
    }

    public Records buffer(long inode, long size) {
        return buffer(inode, size, "system", 0);
    }

    public Records name(String name) {
        head(Layout.NAME, 0);
        return text("/dmabuf:" + name, Layout.NAME_BYTES - Layout.HEAD_BYTES);
    }

    public Records longExporter(String exporter) {
        head(Layout.EXPORTER, 0);
        return text(exporter, Layout.TEXT_BYTES - Layout.HEAD_BYTES);
    }

    public Records device(String name) {
        head(Layout.DEVICE, 0);
        return text(name, Layout.TEXT_BYTES - Layout.HEAD_BYTES);
    }

    public Records fence(int value, long context, long seqno) {
        head(Layout.FENCE, value);
        bytes.putLong(context).putLong(seqno);
        return this;
    }

    public Records count(int buffers) {
        return head(Layout.COUNT, buffers);
    }

    public Records process(int pid, int thread, long startNanos, String command) {
        head(Layout.PROCESS, pid);
        bytes.putInt(thread).putInt(0).putLong(startNanos);
        return text(command, Layout.COMMAND_BYTES);
    }

    /** The first thread of a process {@code p<pid>} that started a second after the boot. */
    public Records process(int pid) {
        return process(pid, pid, 1_000_000_000, "p" + pid);
    }

    public Records file(long inode, int fd) {
        head(Layout.FILE, fd);
        bytes.putLong(inode);
        return this;
    }

    public Records mapping(long inode, long offsetPages, long length) {
        head(Layout.MAPPING, 0);
        bytes.putLong(inode).putLong(offsetPages).putLong(length);
        return this;
    }

    public Records unread(int pid) {
        return head(Layout.UNREAD, pid);
    }

    public Records end(int level) {
        return head(Layout.END, level);
    }

    /** The head of a record of this version. */
    public Records head(int kind, int value) {
        return head(Layout.VERSION, kind, value);
    }

    public Records head(int version, int kind, int value) {
        bytes.put((byte) version).put((byte) kind).putShort((short) 0).putInt(value);
        return this;
    }

    /** A C string. Longer ones are cut, as the kernel does. */
    private Records text(String text, int length) {
        byte[] cut = Arrays.copyOf(KernelText.encode(text), length - 1);
        bytes.put(cut).put((byte) 0);
        return this;
    }

    /** All of them. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    int size() {
        return bytes.position();
    }
}
